# Trained models that the program carries inside itself, as the bytes of their files.

# Writes a source file that defines `NAMESPACE::FUNCTION()`: every file given, as {path relative to the project, bytes}. The header
# that declares the function includes "timing/embedded_text.hpp". The assembler reads the files, so that megabytes cost no compile time.
function(embed_models target namespace function)
  set(rows "")
  set(bytes "")
  set(index 0)
  foreach(file ${ARGN})
    file(RELATIVE_PATH name ${CMAKE_SOURCE_DIR} ${file})
    set(symbol "stint_${function}_${index}")
    string(APPEND bytes "__asm__(\".pushsection .rodata\\n\"
        \".balign 16\\n${symbol}:\\n.incbin \\\"${file}\\\"\\n${symbol}_end:\\n\"
        \".global ${symbol}\\n.global ${symbol}_end\\n.popsection\\n\");
extern \"C\" const char ${symbol}[], ${symbol}_end[];
")
    string(APPEND rows "      timing::EmbeddedText{\"${name}\", {${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  set(path ${CMAKE_BINARY_DIR}/embedded/${target}_${function}.cpp)
  file(GENERATE OUTPUT ${path} CONTENT "#include <array>

#include \"timing/embedded_text.hpp\"

${bytes}
namespace ${namespace} {

std::span<const timing::EmbeddedText> ${function}() {
  static const std::array<timing::EmbeddedText, ${index}> kModels{
${rows}  };
  return kModels;
}

}  // namespace ${namespace}
")
  set_source_files_properties(${path} PROPERTIES OBJECT_DEPENDS "${ARGN}" SKIP_PRECOMPILE_HEADERS ON SKIP_LINTING ON)
  target_sources(${target} PRIVATE ${path})
endfunction()
