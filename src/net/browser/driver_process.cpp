#include "net/browser/driver_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <string_view>
#include <thread>

namespace stint::net {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::seconds kStartPatience{20};
constexpr std::chrono::seconds kEndPatience{2};
constexpr std::string_view kListening = "started successfully on port ";

// Where the program is; empty if nowhere.
std::string find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return access(name.c_str(), X_OK) == 0 ? name : std::string();
  const char* path = std::getenv("PATH");
  std::string_view folders = path == nullptr ? "/usr/local/bin:/usr/bin:/bin" : path;
  while (!folders.empty()) {
    const std::size_t colon = folders.find(':');
    const std::string candidate = std::string(folders.substr(0, colon)) + "/" + name;
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
    folders.remove_prefix(colon == std::string_view::npos ? folders.size() : colon + 1);
  }
  return {};
}

// In the child, between fork and exec: only what is allowed there.
[[noreturn]] void become(const char* program, int output, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(127);  // the parent is gone already
  setpgid(0, 0);
  dup2(output, STDOUT_FILENO);
  const int nothing = open("/dev/null", O_RDWR);
  dup2(nothing, STDIN_FILENO);
  dup2(nothing, STDERR_FILENO);
  close_range(STDERR_FILENO + 1, ~0U, 0);  // a listening socket that it inherited would stay open with it
  execl(program, program, "--port=0", "--log-level=SEVERE", nullptr);
  _exit(127);
}

}  // namespace

Result<std::unique_ptr<DriverProcess>> DriverProcess::start(const std::string& program, const std::atomic<bool>& stop) {
  const std::string path = find_program(program);
  if (path.empty()) {
    return fail(ErrorCode::bad_configuration,
                "'" + program + "' is not installed; pages that need JavaScript need it: apt-get install chromium-driver");
  }
  std::array<int, 2> pipe_ends{};
  if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0)
    return fail(ErrorCode::bad_configuration, "no pipe can be opened to start " + path);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) become(path.c_str(), pipe_ends[1], parent);
  close(pipe_ends[1]);
  if (child < 0) {
    close(pipe_ends[0]);
    return fail(ErrorCode::bad_configuration, "no process can be started for " + path);
  }
  fcntl(pipe_ends[0], F_SETFL, O_NONBLOCK);
  std::unique_ptr<DriverProcess> process(new DriverProcess(child, pipe_ends[0]));
  if (!process->await_port(stop))
    return fail(ErrorCode::bad_configuration, path + " does not start: " + process->said_.substr(0, 500));
  return process;
}

bool DriverProcess::await_port(const std::atomic<bool>& stop) {
  const auto until = SteadyClock::now() + kStartPatience;
  while (!stop && SteadyClock::now() < until) {
    pollfd waits{output_, POLLIN, 0};
    poll(&waits, 1, 100);
    std::array<char, 1024> bytes{};
    const ssize_t count = read(output_, bytes.data(), bytes.size());
    if (count == 0) return false;  // it has ended
    if (count < 0) continue;
    said_.append(bytes.data(), static_cast<std::size_t>(count));
    const std::size_t at = said_.find(kListening);
    const std::size_t end = at == std::string::npos ? at : said_.find_first_not_of("0123456789", at + kListening.size());
    if (end == std::string::npos) continue;  // the number may not be whole yet
    return std::from_chars(said_.data() + at + kListening.size(), said_.data() + end, port_).ec == std::errc{};
  }
  return false;
}

void DriverProcess::drain() {
  std::array<char, 4096> bytes{};
  while (read(output_, bytes.data(), bytes.size()) > 0) {
  }
}

DriverProcess::~DriverProcess() {
  kill(-process_, SIGTERM);
  const auto until = SteadyClock::now() + kEndPatience;
  while (waitpid(process_, nullptr, WNOHANG) == 0) {
    if (SteadyClock::now() > until) {
      kill(-process_, SIGKILL);
      waitpid(process_, nullptr, 0);
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  close(output_);
}

}  // namespace stint::net
