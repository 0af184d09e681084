#include "app/event_printer.hpp"

#include "app/output.hpp"
#include "timing/event_ndjson.hpp"

namespace stint::app {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20U;

}  // namespace

Result<void> EventPrinter::print(const timing::Event& event) {
  timing::append_ndjson(event, lines_);
  return lines_.size() < kPieceBytes ? Result<void>{} : finish();
}

Result<void> EventPrinter::finish() {
  auto printed = app::print(lines_);
  lines_.clear();
  return printed;
}

}  // namespace stint::app
