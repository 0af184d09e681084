#include "server/wire/connections.hpp"

namespace stint::server {

Connection::Connection(Connections& all) : all_(all), place_(all.open_.insert(all.open_.end(), this)) {}
Connection::~Connection() { all_.open_.erase(place_); }

std::size_t Connections::close_late(std::chrono::steady_clock::time_point now) {
  std::size_t closed = 0;
  for (Connection* connection : open_) {
    if (connection->deadline_ > now) continue;
    connection->may_wait();  // closed once, however long its coroutines take to notice
    connection->close();
    ++closed;
  }
  return closed;
}

void Connections::close_all() {
  for (Connection* connection : open_) connection->close();
}

}  // namespace stint::server
