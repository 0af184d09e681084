# What all targets share, and the two ways to make one: add_room and add_program.

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
find_program(CCACHE ccache)
if(CCACHE)
  # ccache must be told that a precompiled header stands for what it was made of.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(stint_flags INTERFACE)
target_include_directories(stint_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(stint_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wconversion
  -Wno-missing-field-initializers)  # designated initialisers leave out what keeps its default
target_link_libraries(stint_flags INTERFACE simdjson::simdjson)

# Tests are compiled more often than they run: what they test is optimised in full, they themselves only a little. There g++ 12
# loses sight of whether an optional that a test has looked into was set.
add_library(stint_test_flags INTERFACE)
target_compile_options(stint_test_flags INTERFACE $<$<CONFIG:Release>:-O1;-g0>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)

# Most of a small file's compile time is spent in headers that all files share, so those are parsed once. The fuzzers are built
# by another compiler with other flags for each of its few files, and do without.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 takes the library's string for ours once its header is precompiled, and warns of sums that it misreads and of overflows
  # in strings that are long enough, or short enough.
  target_compile_options(stint_flags INTERFACE -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
  file(WRITE ${CMAKE_BINARY_DIR}/precompiled/rooms.cpp "")
  add_library(stint_precompiled_rooms OBJECT ${CMAKE_BINARY_DIR}/precompiled/rooms.cpp)
  target_link_libraries(stint_precompiled_rooms PRIVATE stint_flags)
  target_precompile_headers(stint_precompiled_rooms PRIVATE ${CMAKE_SOURCE_DIR}/cmake/precompiled_rooms.hpp)
  if(STINT_TESTS)
    file(WRITE ${CMAKE_BINARY_DIR}/precompiled/tests.cpp "")
    add_library(stint_precompiled_tests OBJECT ${CMAKE_BINARY_DIR}/precompiled/tests.cpp)
    target_link_libraries(stint_precompiled_tests PRIVATE stint_flags stint_test_flags GTest::gtest GTest::gmock)
    target_precompile_headers(stint_precompiled_tests PRIVATE ${CMAKE_SOURCE_DIR}/cmake/precompiled_tests.hpp)
  endif()
endif()

# TARGET takes the headers that KIND (rooms, tests) shares.
function(use_precompiled target kind)
  if(TARGET stint_precompiled_${kind})
    target_precompile_headers(${target} REUSE_FROM stint_precompiled_${kind})
  endif()
endfunction()

# Compiles the files of each of TARGET's folders together, twelve at most: what they share is then parsed and instantiated once,
# which halves the time of a whole build. It makes the rebuild of one file longer, so it is for builds that start from nothing
# (STINT_TOGETHER; see CMakePresets.json). Names without linkage must be unique in a folder. EXCEPT: files that are compiled alone.
function(compile_folders_together target)
  cmake_parse_arguments(TOGETHER "" "" "EXCEPT" ${ARGN})
  if(NOT STINT_TOGETHER)
    return()
  endif()
  get_target_property(sources ${target} SOURCES)
  get_target_property(home ${target} SOURCE_DIR)
  list(SORT sources)
  foreach(source ${sources})
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${home} NORMALIZE)
    if(NOT source MATCHES "\\.cpp$" OR source IN_LIST TOGETHER_EXCEPT)
      continue()
    endif()
    cmake_path(GET source PARENT_PATH folder)
    string(MAKE_C_IDENTIFIER "${folder}" key)
    math(EXPR files_${key} "${files_${key}} + 0")
    math(EXPR part "${files_${key}} / 12")
    math(EXPR files_${key} "${files_${key}} + 1")
    set_source_files_properties(${source} TARGET_DIRECTORY ${target} PROPERTIES UNITY_GROUP "${key}_${part}")
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()

# What rapidcheck makes random events with, compiled once for the rooms whose tests use it; nearly all of its time is templates.
function(add_event_generators)
  add_library(stint_event_generators STATIC ${CMAKE_SOURCE_DIR}/src/timing/event_generators.cpp)
  target_link_libraries(stint_event_generators PUBLIC stint_timing rapidcheck)
  target_compile_options(stint_event_generators PRIVATE $<$<CONFIG:Release>:-O0;-g0>)
endfunction()

# A room: the folder src/NAME as one library. Tests lie beside what they test and are no part of it; TEST_LINKS is theirs alone.
# ALONE: files that are compiled by themselves: each takes long enough, must be fast, or keeps hidden types in a class that others name.
function(add_room name)
  list(TRANSFORM ARGN REPLACE "^(src/.+\\.cpp)$" "${CMAKE_SOURCE_DIR}/\\1")
  cmake_parse_arguments(ROOM "" "" "LINKS;TEST_LINKS;ALONE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "(_test|/event_generators)\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "/src/app/main\\.cpp$")
  if(sources)
    add_library(stint_${name} STATIC ${sources})
    target_link_libraries(stint_${name} PUBLIC stint_flags ${ROOM_LINKS})
    use_precompiled(stint_${name} rooms)
    compile_folders_together(stint_${name} EXCEPT ${ROOM_ALONE})
  else()
    add_library(stint_${name} INTERFACE)
    target_link_libraries(stint_${name} INTERFACE stint_flags ${ROOM_LINKS})
  endif()
  if(STINT_TESTS)
    file(GLOB_RECURSE tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*_test.cpp)
    if(tests)
      add_executable(${name}_test ${tests})
      target_link_libraries(${name}_test PRIVATE stint_${name} stint_test_flags ${ROOM_TEST_LINKS} GTest::gtest_main GTest::gmock
        rapidcheck)
      use_precompiled(${name}_test tests)
      compile_folders_together(${name}_test)
      gtest_discover_tests(${name}_test DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300
        ENVIRONMENT "STINT_ROOT=${CMAKE_SOURCE_DIR}")
    endif()
  endif()
endfunction()

# The program, left at the top of the build folder.
function(add_program)
  if(EXISTS ${CMAKE_SOURCE_DIR}/src/app/main.cpp)
    add_executable(stint ${CMAKE_SOURCE_DIR}/src/app/main.cpp)
    target_link_libraries(stint PRIVATE stint_app)
    target_link_options(stint PRIVATE -Wl,-z,relro,-z,now)  # what the loader has filled in stays read-only
    set_target_properties(stint PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
  endif()
endfunction()
