# The Debian package: `make package`. Its dependencies are computed from the program (dpkg-shlibdeps).
set(packaging ${CMAKE_SOURCE_DIR}/packaging/debian)
set(STINT_MAINTAINER "Stint maintainers <stint@localhost>" CACHE STRING "Who answers for the Debian package")
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # `make package` has built the program; the tests aren't needed for it
install(TARGETS stint DESTINATION usr/bin)
install(FILES ${packaging}/stint.service DESTINATION lib/systemd/system)
install(FILES ${packaging}/stint.toml DESTINATION etc/stint)
install(FILES ${packaging}/lintian-overrides DESTINATION usr/share/lintian/overrides RENAME stint)
file(GLOB manuals ${CMAKE_SOURCE_DIR}/docs/*.md)
install(FILES ${manuals} README.md ${packaging}/copyright DESTINATION usr/share/doc/stint)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/docs/sources DESTINATION usr/share/doc/stint FILES_MATCHING PATTERN *.md)
# gzip -n: the same bytes from the same text.
install(CODE "
  set(share \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/usr/share\")
  file(MAKE_DIRECTORY \"\${share}/man/man1\")
  execute_process(COMMAND \"${CMAKE_SOURCE_DIR}/packaging/debian-changelog\" \"${CMAKE_SOURCE_DIR}/CHANGELOG.md\" \"${STINT_MAINTAINER}\"
    COMMAND gzip -9nc OUTPUT_FILE \"\${share}/doc/stint/changelog.gz\" COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND gzip -9nc \"${packaging}/stint.1\" OUTPUT_FILE \"\${share}/man/man1/stint.1.gz\" COMMAND_ERROR_IS_FATAL ANY)
")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME stint)
set(CPACK_PACKAGE_CONTACT "${STINT_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "endurance races from their timing data, exactly")
set(CPACK_PACKAGE_DESCRIPTION "Follows endurance races live or from recordings: order, gaps,
stints and pit stops to the millisecond, on a dashboard and an HTTP API that
are inside the one program.")
set(CPACK_PACKAGING_INSTALL_PREFIX /)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, ca-certificates, tzdata")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "chromium, chromium-driver")  # for timing pages that need JavaScript
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
file(WRITE ${CMAKE_BINARY_DIR}/debian/conffiles "/etc/stint/stint.toml\n")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${packaging}/postinst ${packaging}/prerm ${packaging}/postrm
    ${CMAKE_BINARY_DIR}/debian/conffiles)
include(CPack)
