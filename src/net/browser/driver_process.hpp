// `chromedriver` as a child process on a free port of this machine. It ends with its parent, also if that is killed.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "timing/error.hpp"

namespace stint::net {

class DriverProcess {
 public:
  // Waits until it listens, or `stop` is set. Errors: bad_configuration (not installed, does not start).
  [[nodiscard]] static Result<std::unique_ptr<DriverProcess>> start(const std::string& program, const std::atomic<bool>& stop);
  DriverProcess(const DriverProcess&) = delete;
  DriverProcess& operator=(const DriverProcess&) = delete;
  // Ends it: asked to at first, killed if it does not.
  ~DriverProcess();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  // Reads away what it has written, so that it never waits for a reader.
  void drain();

 private:
  DriverProcess(pid_t process, int output) : process_(process), output_(output) {}
  [[nodiscard]] bool await_port(const std::atomic<bool>& stop);

  pid_t process_;
  int output_;  // its standard output; not blocking
  std::string said_;
  std::uint16_t port_ = 0;
};

}  // namespace stint::net
