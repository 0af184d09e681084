# Puts files into the program: embed_assets(TARGET PREFIX=FILE_OR_FOLDER ...). Each file is served under PREFIX/its path, an
# index.html under PREFIX itself; src/server/assets.hpp is how the program sees them. A folder that is absent is left out, and
# PREFIX=FOLDER|FILE names a page that stands in for it.
function(embed_assets target)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/assets)
  add_custom_target(${target}_assets
    COMMAND ${CMAKE_COMMAND} "-DOUTPUT=${generated}" "-DASSETS=${ARGN}" -P ${CMAKE_SOURCE_DIR}/cmake/generate_assets.cmake
    BYPRODUCTS ${generated}/assets.cpp
    COMMENT "Looking for changed assets" VERBATIM)
  target_sources(${target} PRIVATE ${generated}/assets.cpp)
  add_dependencies(${target} ${target}_assets)
endfunction()
