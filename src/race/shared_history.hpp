// A growing list that can be copied for the price of its block pointers.
//
// Blocks are shared between copies and never changed once shared: freeze() marks all blocks as shared, and the next change of a
// block clones it first. So a snapshot costs about one pointer for each 32 elements, and readers need no lock.
// Thread rule: one writer. A copy taken after freeze() may be read by any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace stint::race {

template <class T, std::size_t BlockSize = 32>
class SharedHistory {
 public:
  static constexpr std::size_t kBlockSize = BlockSize;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  // REQUIRES: index < size()
  [[nodiscard]] const T& operator[](std::size_t index) const { return (*blocks_[index / BlockSize].items)[index % BlockSize]; }
  [[nodiscard]] const T& back() const { return (*this)[size_ - 1]; }

  // A writable element; clones its block if a copy shares it. REQUIRES: index < size()
  [[nodiscard]] T& edit(std::size_t index) { return own(index / BlockSize)[index % BlockSize]; }

  void push_back(T value) {
    if (size_ % BlockSize == 0) {
      blocks_.push_back({std::make_shared<Items>(), false});
      blocks_.back().items->reserve(BlockSize);
    }
    own(blocks_.size() - 1).push_back(std::move(value));
    ++size_;
  }

  // REQUIRES: not empty
  void pop_back() {
    own(blocks_.size() - 1).pop_back();
    --size_;
    if (size_ % BlockSize == 0) blocks_.pop_back();
  }

  // Call before copying: from here on, both copies clone a block before they change it.
  void freeze() {
    for (std::size_t i = blocks_.size(); i > 0 && !blocks_[i - 1].shared; --i) blocks_[i - 1].shared = true;
  }

  class const_iterator {
   public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    const_iterator() = default;
    const_iterator(const SharedHistory* history, std::size_t index) : history_(history), index_(index) {}
    reference operator*() const { return (*history_)[index_]; }
    pointer operator->() const { return &(*history_)[index_]; }
    const_iterator& operator++() {
      ++index_;
      return *this;
    }
    const_iterator operator++(int) {
      auto old = *this;
      ++index_;
      return old;
    }
    const_iterator& operator--() {
      --index_;
      return *this;
    }
    const_iterator& operator+=(difference_type n) {
      index_ = static_cast<std::size_t>(static_cast<difference_type>(index_) + n);
      return *this;
    }
    friend const_iterator operator+(const_iterator it, difference_type n) {
      it += n;
      return it;
    }
    friend difference_type operator-(const const_iterator& a, const const_iterator& b) {
      return static_cast<difference_type>(a.index_) - static_cast<difference_type>(b.index_);
    }
    friend bool operator==(const const_iterator& a, const const_iterator& b) { return a.index_ == b.index_; }
    friend auto operator<=>(const const_iterator& a, const const_iterator& b) { return a.index_ <=> b.index_; }

   private:
    const SharedHistory* history_ = nullptr;
    std::size_t index_ = 0;
  };

  [[nodiscard]] const_iterator begin() const { return {this, 0}; }
  [[nodiscard]] const_iterator end() const { return {this, size_}; }

 private:
  using Items = std::vector<T>;  // at most BlockSize
  struct Block {
    std::shared_ptr<Items> items;
    bool shared;  // a copy of the list may hold it
  };

  Items& own(std::size_t block) {
    Block& held = blocks_[block];
    if (held.shared) {
      auto items = std::make_shared<Items>();
      items->reserve(BlockSize);
      items->assign(held.items->begin(), held.items->end());
      held = {std::move(items), false};
    }
    return *held.items;
  }

  std::vector<Block> blocks_;
  std::size_t size_ = 0;
};

}  // namespace stint::race
