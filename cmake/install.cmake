# What an operator gets: cmake --install build/dev --prefix /usr (the units name /usr/sbin). The launcher and the keys for
# development stay behind.
include(GNUInstallDirs)

foreach(program antind antin-gate antin-signer antin-courier antin-witness antin-control antin-ceremony)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR})
  endif()
endforeach()
foreach(program antin antin-policy)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endforeach()
install(DIRECTORY systemd/ DESTINATION lib/systemd/system FILES_MATCHING
  PATTERN "*.service" PATTERN "*.target" PATTERN etc EXCLUDE)
install(FILES systemd/antin.sysusers DESTINATION lib/sysusers.d RENAME antin.conf)
install(FILES systemd/antin.tmpfiles DESTINATION lib/tmpfiles.d RENAME antin.conf)
install(DIRECTORY systemd/etc/ DESTINATION share/antin/etc)
