#include "app/large_blocks.hpp"
#include "app/program.hpp"

int main(int argc, char** argv) {
  stint::app::keep_large_blocks_apart();
  return stint::app::run_program(argc, argv);
}
