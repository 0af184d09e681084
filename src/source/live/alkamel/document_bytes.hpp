// Documents that hold one object a car come whole with every change: the standings some 43 kB for 60 cars, where two or three
// differ, the visits to the pits some 6 kB. So the bytes of each car are compared with those of the message before; of a car
// that differs the bytes of each member are, and only what differs is decoded.
//
// It works on the frame as it came in: inside SockJS every quote is escaped (\"), on the bare endpoint none is. Anything that
// does not have the shape of the message before is refused, and is then read as any other message.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/live/alkamel/scalar.hpp"

namespace stint::live::alkamel {

class DocumentBytes {
 public:
  // One member of an object: from its name to the end of its value, as places in the bytes of its car.
  struct Member {
    std::uint32_t begin = 0, value = 0, end = 0;
    bool changed = true;
  };
  // One car's object, as its bytes stood in the frame.
  struct Place {
    std::string bytes;  // "1":{...} with its key, quotes as in the frame
    std::vector<Member> members;
    bool reshaped = true;  // it has not the members that it had before
  };

  // `name`: the member of the document that holds the cars.
  explicit DocumentBytes(std::string_view name) : name_(name) {}

  // Takes the shape of a frame that holds one message about the document, decoded otherwise. False if it can't be told.
  bool learn(std::string_view frame);
  void forget();

  // Whether `frame` has the shape that was learned; then `changed` lists the places whose bytes are new, and places() are those
  // of `frame`. If not, nothing is known any more.
  [[nodiscard]] bool compare(std::string_view frame, std::vector<std::size_t>& changed);

  [[nodiscard]] const std::vector<Place>& places() const { return places_; }
  // The key of a place, and the name and value of a member of it. The value points into `space` if it had escapes.
  [[nodiscard]] std::string_view key(const Place& place) const;
  [[nodiscard]] std::string_view name(const Place& place, const Member& member) const;
  [[nodiscard]] Scalar value(const Place& place, const Member& member, std::string& space) const;

 private:
  [[nodiscard]] std::string_view quote() const;
  // Reads the place that begins at `at` into `place`, which holds what it was before, and moves `at` behind it.
  [[nodiscard]] bool read_place(std::string_view frame, std::size_t& at, Place& place);
  [[nodiscard]] bool read_member(std::string_view frame, std::size_t& at, Member& member) const;
  [[nodiscard]] std::size_t string_end(std::string_view frame, std::size_t at) const;

  std::string name_;
  bool learned_ = false;
  bool escaped_ = false;
  std::string head_, tail_;  // the frame before the first and after the last place
  std::vector<Place> places_;
  std::vector<Member> members_;  // of the place that is being read
};

}  // namespace stint::live::alkamel
