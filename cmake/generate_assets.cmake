# Run at build time by embed_assets.cmake: writes OUTPUT/assets.cpp, which takes each file and its gzip form in with .incbin, so
# the compiler sees some lines and no bytes. The file is rewritten only if an asset changed: its hash is in it.
set(rows "")
set(includes "")
set(index 0)
file(MAKE_DIRECTORY ${OUTPUT}/gzip)

function(content_type_of file result)
  get_filename_component(extension ${file} LAST_EXT)
  set(types .html "text/html\; charset=utf-8" .js "text/javascript\; charset=utf-8" .mjs "text/javascript\; charset=utf-8"
    .css "text/css\; charset=utf-8" .json application/json .svg image/svg+xml .png image/png .ico image/x-icon
    .woff2 font/woff2 .webmanifest application/manifest+json .txt "text/plain\; charset=utf-8")
  list(FIND types "${extension}" at)
  if(at EQUAL -1)
    set(${result} application/octet-stream PARENT_SCOPE)
    return()
  endif()
  math(EXPR at "${at} + 1")
  list(GET types ${at} type)
  set(${result} "${type}" PARENT_SCOPE)
endfunction()

macro(add_asset path file)
  file(SHA256 ${file} hash)
  string(SUBSTRING ${hash} 0 16 tag)
  set(packed ${OUTPUT}/gzip/${hash}.gz)
  if(NOT EXISTS ${packed})
    execute_process(COMMAND gzip -9 -n -c ${file} OUTPUT_FILE ${packed} COMMAND_ERROR_IS_FATAL ANY)
  endif()
  file(SIZE ${file} plain_size)
  file(SIZE ${packed} packed_size)
  content_type_of(${file} type)
  set(immutable false)
  if("${path}" MATCHES "^/dashboard/assets/")
    set(immutable true)
  endif()
  set(gzipped "{}")
  string(APPEND includes "STINT_INCLUDE_FILE(stint_asset_${index}, \"${file}\");  // ${hash}\n")
  if(packed_size LESS plain_size)
    string(APPEND includes "STINT_INCLUDE_FILE(stint_asset_${index}_gz, \"${packed}\");\n")
    set(gzipped "{stint_asset_${index}_gz, ${packed_size}}")
  endif()
  string(APPEND rows "    {\"${path}\", \"${type}\", {stint_asset_${index}, ${plain_size}}, ${gzipped}, \"\\\"${tag}\\\"\", ${immutable}},\n")
  math(EXPR index "${index} + 1")
endmacro()

foreach(asset ${ASSETS})
  string(REGEX MATCH "^([^=]+)=([^|]+)[|]?(.*)$" matched "${asset}")
  set(prefix ${CMAKE_MATCH_1})
  set(source ${CMAKE_MATCH_2})
  set(instead ${CMAKE_MATCH_3})
  if(IS_DIRECTORY ${source} AND EXISTS ${source}/index.html)
    file(GLOB_RECURSE files RELATIVE ${source} ${source}/*)
    list(SORT files)
    foreach(file ${files})
      if(file STREQUAL "index.html")
        add_asset("${prefix}" ${source}/${file})
      else()
        add_asset("${prefix}/${file}" ${source}/${file})
      endif()
    endforeach()
  elseif(EXISTS ${source} AND NOT IS_DIRECTORY ${source})
    add_asset("${prefix}" ${source})
  elseif(instead)
    add_asset("${prefix}" ${instead})
  endif()
endforeach()

file(CONFIGURE OUTPUT ${OUTPUT}/assets.cpp @ONLY CONTENT [==[
// Made by cmake/generate_assets.cmake.
#include "server/assets.hpp"

#include <array>

#define STINT_INCLUDE_FILE(name, file)                                                        \
  __asm__(".section .rodata\n.balign 16\n" #name ":\n.incbin \"" file "\"\n.byte 0\n.previous\n"); \
  extern "C" const char name[]

@includes@
namespace stint::server {
namespace {

constexpr std::array<Asset, @index@> kAssets{{
@rows@}};

}  // namespace

std::span<const Asset> assets() { return kAssets; }

}  // namespace stint::server
]==])
