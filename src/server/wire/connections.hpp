// The open connections: their number, and the time by which each must have got on.
//
// One timer looks at all deadlines once a second, which costs nothing on the hot path and closes whatever waits too long: idle
// connections, clients that drip a request byte by byte, and those that don't read what they asked for.
// Thread rule: the server's thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>

namespace stint::server {

class Connections;

// Base of everything that has a socket. Registered while it lives.
class Connection {
 public:
  explicit Connection(Connections& all);
  virtual ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Closes the socket, which ends its coroutines; must not destroy this at once.
  virtual void close() = 0;

 protected:
  void must_move_within(std::chrono::steady_clock::duration time) { deadline_ = std::chrono::steady_clock::now() + time; }
  void may_wait() { deadline_ = std::chrono::steady_clock::time_point::max(); }

 private:
  friend class Connections;
  Connections& all_;
  std::list<Connection*>::iterator place_;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
};

class Connections {
 public:
  [[nodiscard]] std::size_t count() const { return open_.size(); }
  // Closes those past their deadline and returns how many.
  std::size_t close_late(std::chrono::steady_clock::time_point now);
  void close_all();

 private:
  friend class Connection;
  std::list<Connection*> open_;
};

}  // namespace stint::server
