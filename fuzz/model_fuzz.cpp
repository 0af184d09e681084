// Any bytes as a model: no crash, no more memory than the bytes deserve, what is read answers, and is written and read back
// equal.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "insight/learn/boosting.hpp"
#include "insight/learn/forest.hpp"
#include "insight/learn/gru.hpp"
#include "insight/learn/isolation_forest.hpp"

namespace {

using namespace stint::learn;

template <class Model, class Ask>
void read_ask_write(std::string_view bytes, Ask ask) {
  ByteReader in(bytes);
  const Model model = Model::read(in);
  if (!in.complete()) return;
  const std::vector<float> row(model.columns(), 0.5F);
  ask(model, row);
  ByteWriter once;
  model.write(once);
  ByteReader again(once.bytes());
  ByteWriter twice;
  Model::read(again).write(twice);
  if (!again.finished() || once.bytes() != twice.bytes()) std::abort();
}

void read_as_each(std::string_view body) {
  if (body.empty()) return;
  const std::string_view rest = body.substr(1);
  switch (static_cast<unsigned char>(body.front()) % 4) {
    case 0:
      read_ask_write<Forest>(
          rest, [](const Forest& model, const auto& row) { return model.predict(row) + model.quantile(row, 0.9); });
      break;
    case 1:
      read_ask_write<Boosting>(rest, [](const Boosting& model, const auto& row) { return model.predict(row); });
      break;
    case 2:
      read_ask_write<IsolationForest>(rest, [](const IsolationForest& model, const auto& row) { return model.score(row); });
      break;
    default:
      // A body is no longer than what it was read from, but a sequence may have many times its numbers.
      read_ask_write<Gru>(rest, [](const Gru& model, const auto& row) { return row.size() < 10'000 ? model.predict(row) : 0; });
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto sealed = open_sealed(bytes, "input")) {
    if (seal(sealed->kind, sealed->body).size() > size) std::abort();
  }
  // The body too, which the checksum would keep from being reached.
  read_as_each(bytes);
  return 0;
}
