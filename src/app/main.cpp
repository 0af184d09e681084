#include "app/program.hpp"

int main(int argc, char** argv) { return stint::app::run_program(argc, argv); }
