# Text files that the program carries inside itself, so that it needs no files at run time.

# Writes a source file that defines `NAMESPACE::FUNCTION()`: every file given, as {path relative to the project, content}.
# The header that declares the function includes "timing/embedded_text.hpp". Files must be UTF-8 and without the text `)embed"`.
function(embed_texts target namespace function)
  set(rows "")
  foreach(file ${ARGN})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} content)
    file(RELATIVE_PATH name ${CMAKE_SOURCE_DIR} ${file})
    string(APPEND rows "    {\"${name}\", R\"embed(${content})embed\"},\n")
  endforeach()
  set(path ${CMAKE_BINARY_DIR}/embedded/${target}_${function}.cpp)
  file(GENERATE OUTPUT ${path} CONTENT "#include \"timing/embedded_text.hpp\"

namespace ${namespace} {

std::span<const timing::EmbeddedText> ${function}() {
  static constexpr timing::EmbeddedText kTexts[] = {
${rows}  };
  return kTexts;
}

}  // namespace ${namespace}
")
  target_sources(${target} PRIVATE ${path})
endfunction()
