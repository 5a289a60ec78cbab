# Compiler, warnings, sanitizers, ccache, mold: everything that is true of each target.
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Debug CACHE STRING "" FORCE)
endif()

find_program(TANGTHU_CCACHE ccache)
if(TANGTHU_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${TANGTHU_CCACHE})
endif()
find_program(TANGTHU_MOLD mold)
if(TANGTHU_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(tangthu_flags INTERFACE)
target_include_directories(tangthu_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(tangthu_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
  # designated initialisers leave members at their defaults on purpose
  -Wno-missing-field-initializers
  -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these inside libstdc++ and tl::expected at -O2 where nothing is wrong.
  target_compile_options(tangthu_flags INTERFACE
    -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-restrict -Wno-array-bounds -Wno-dangling-pointer)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # For clang-tidy and libFuzzer only: libstdc++ 12's own algorithms use what C++17 deprecates; clang reads `a & b` of bools as a slip.
  target_compile_options(tangthu_flags INTERFACE -Wno-deprecated-declarations -Wno-bitwise-instead-of-logical)
endif()
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
if(TANGTHU_FUZZ)
  set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1") # ten times the inputs in the same time
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG -g1")
if(TANGTHU_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(TANGTHU_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-tsan)  # Asio has thread fences; what they order is under a mutex too
  endif()
  add_link_options(-fsanitize=thread)
endif()
if(TANGTHU_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()
