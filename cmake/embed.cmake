# tangthu_embed(TARGET NAMESPACE folder FILES…): puts files into the binary; read them by platform/base/embedded.h.
# The bytes come in through the assembler's .incbin, so that a megabyte costs no compile time.
function(tangthu_embed target set_name root)
  set(asm "${CMAKE_CURRENT_BINARY_DIR}/${set_name}_embedded.cpp")
  set(body "#include \"platform/base/embedded.h\"\n")
  set(table "")
  set(index 0)
  foreach(file IN LISTS ARGN)
    file(RELATIVE_PATH name "${root}" "${file}")
    set(symbol "tangthu_embedded_${set_name}_${index}")
    string(APPEND body
      "asm(\".section .rodata\\n.global ${symbol}\\n.global ${symbol}_end\\n.balign 16\\n${symbol}:\\n.incbin \\\"${file}\\\"\\n${symbol}_end:\\n.byte 0\\n.previous\\n\");\n"
      "extern \"C\" const char ${symbol}[];\nextern \"C\" const char ${symbol}_end[];\n")
    string(APPEND table "    files.push_back({\"${name}\", {${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}});\n")
    math(EXPR index "${index}+1")
  endforeach()
  string(APPEND body
    "namespace tangthu::embedded {\nstd::vector<File> ${set_name}();\nstd::vector<File> ${set_name}() {\n    std::vector<File> files;\n${table}    return files;\n}\n}  // namespace tangthu::embedded\n")
  file(GENERATE OUTPUT "${asm}" CONTENT "${body}")
  target_sources(${target} PRIVATE "${asm}")
  set_source_files_properties("${asm}" PROPERTIES OBJECT_DEPENDS "${ARGN}" SKIP_PRECOMPILE_HEADERS ON)
  # ccache hashes the source, not what .incbin reads: the contents' hash goes in as a definition.
  set(digest "")
  foreach(file IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    file(SHA256 "${file}" one)
    string(APPEND digest "${one}")
  endforeach()
  string(SHA256 digest "${digest}")
  set_source_files_properties("${asm}" PROPERTIES COMPILE_DEFINITIONS "TANGTHU_EMBED_DIGEST=\"${digest}\"")
endfunction()
