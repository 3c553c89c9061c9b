# Third-party libraries, each behind the name that rooms.cmake uses. Their headers are SYSTEM: our warnings are for our code.
find_package(PkgConfig REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(Protobuf REQUIRED)
find_package(Boost 1.74 REQUIRED COMPONENTS program_options)
find_package(nlohmann_json REQUIRED)
find_package(spdlog REQUIRED)
find_package(Threads REQUIRED)

function(antin_third name)
  add_library(antin_third_${name} INTERFACE)
  target_link_libraries(antin_third_${name} INTERFACE ${ARGN})
endfunction()

pkg_check_modules(libp11 REQUIRED IMPORTED_TARGET libp11)
pkg_check_modules(p11kit REQUIRED IMPORTED_TARGET p11-kit-1)
pkg_check_modules(zmq REQUIRED IMPORTED_TARGET libzmq)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(systemd REQUIRED IMPORTED_TARGET libsystemd)

pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(pango REQUIRED IMPORTED_TARGET pangocairo cairo-pdf)

antin_third(openssl OpenSSL::Crypto)
antin_third(libp11 PkgConfig::libp11)
antin_third(zmq PkgConfig::zmq Threads::Threads)
antin_third(sqlite PkgConfig::sqlite3)
antin_third(systemd PkgConfig::systemd)
antin_third(program_options Boost::program_options)
antin_third(json nlohmann_json::nlohmann_json)
antin_third(spdlog spdlog::spdlog)
antin_third(qrencode PkgConfig::qrencode)
antin_third(pango PkgConfig::pango)
# Headers alone.
antin_third(pkcs11 ${CMAKE_DL_LIBS})
target_include_directories(antin_third_pkcs11 SYSTEM INTERFACE ${p11kit_INCLUDE_DIRS})
antin_third(toml)
# HTTP. Headers of Boost alone; TLS is OpenSSL's.
antin_third(beast Boost::headers Threads::Threads OpenSSL::SSL OpenSSL::Crypto)
if(ANTIN_SANITIZE STREQUAL "thread")
  # ThreadSanitizer does not see Boost.Asio's fences, and gcc says so at each of them.
  target_compile_options(antin_third_beast INTERFACE "$<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>")
endif()

# The generated wire messages are a target of their own, compiled without our warnings.
set(wire_dir ${PROJECT_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${wire_dir})
add_custom_command(
  OUTPUT ${wire_dir}/antin.pb.cc ${wire_dir}/antin.pb.h
  COMMAND protobuf::protoc --cpp_out=${wire_dir} --proto_path=${PROJECT_SOURCE_DIR}/client/protocol antin.proto
  DEPENDS ${PROJECT_SOURCE_DIR}/client/protocol/antin.proto)
add_library(antin_wire STATIC ${wire_dir}/antin.pb.cc ${wire_dir}/antin.pb.h)
target_include_directories(antin_wire SYSTEM PUBLIC ${wire_dir})
target_link_libraries(antin_wire PUBLIC protobuf::libprotobuf)
antin_third(protobuf antin_wire)
