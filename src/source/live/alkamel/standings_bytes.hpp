// The `standings` document comes whole with every change, some 50 kB for 60 cars, and a change concerns two or three of them.
// So the bytes of each car are compared with those of the message before, and only the cars that differ are decoded.
//
// It works on the frame as it came in: inside SockJS every quote is escaped (\"), on the bare endpoint none is. Anything that
// does not have the shape of the message before is refused, and is then read as any other message.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace stint::live::alkamel {

class StandingsBytes {
 public:
  // The place of one car in the document, with the bytes of its object as they stood in the frame.
  struct Place {
    std::string bytes;         // "1":{...} with its key, quotes as in the frame
    std::size_t key_size = 0;  // of `bytes`, up to the object
    [[nodiscard]] std::string_view object() const { return std::string_view(bytes).substr(key_size); }
  };

  // Takes the shape of a frame that holds one message about standings, decoded otherwise. False if it can't be told.
  bool learn(std::string_view frame);
  void forget();

  // Whether `frame` has the shape that was learned; then `changed` lists the places whose bytes are new, and places() are those
  // of `frame`. If not, nothing is known any more.
  [[nodiscard]] bool compare(std::string_view frame, std::vector<std::size_t>& changed);

  [[nodiscard]] const std::vector<Place>& places() const { return places_; }
  [[nodiscard]] bool escaped() const { return escaped_; }

 private:
  // Reads the place that begins at `at` and moves `at` behind it.
  [[nodiscard]] bool read_place(std::string_view frame, std::size_t& at, Place& place) const;
  [[nodiscard]] std::size_t object_end(std::string_view frame, std::size_t at) const;

  bool learned_ = false;
  bool escaped_ = false;
  std::string head_, tail_;  // the frame before the first and after the last place
  std::vector<Place> places_;
};

}  // namespace stint::live::alkamel
