# What all targets share, and the two ways to make one: add_room and add_program.

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(stint_flags INTERFACE)
target_include_directories(stint_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(stint_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wconversion
  -Wno-missing-field-initializers)  # designated initialisers leave out what keeps its default

# A room: the folder src/NAME as one library. Tests lie beside what they test and are no part of it.
function(add_room name)
  cmake_parse_arguments(ROOM "" "" "LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "/src/app/main\\.cpp$")
  if(sources)
    add_library(stint_${name} STATIC ${sources})
    target_link_libraries(stint_${name} PUBLIC stint_flags ${ROOM_LINKS})
  else()
    add_library(stint_${name} INTERFACE)
    target_link_libraries(stint_${name} INTERFACE stint_flags ${ROOM_LINKS})
  endif()
  if(STINT_TESTS)
    file(GLOB_RECURSE tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*_test.cpp)
    if(tests)
      add_executable(${name}_test ${tests})
      target_link_libraries(${name}_test PRIVATE stint_${name} GTest::gtest_main GTest::gmock rapidcheck)
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
    set_target_properties(stint PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
  endif()
endfunction()
