// `stint simulate`: a race that never was, as an event log on standard output.
#include <cstdio>
#include <memory>

#include "app/commands/commands.hpp"
#include "app/event_printer.hpp"
#include "source/simulate/simulator.hpp"

namespace stint::app {
namespace {

struct SimulateOptions {
  std::uint64_t seed = 1;
  double hours = 6;
  std::int32_t cars = source::SimulationPlan{}.cars;
  std::string circuit;
  double trouble = source::SimulationPlan{}.trouble;
  double timing_faults = source::SimulationPlan{}.timing_faults_per_hour;
  std::string truth;  // path; empty: not written
};

class TruthFile {
 public:
  // An empty path is no file: what is written is dropped.
  static Result<TruthFile> create(const std::string& path) {
    TruthFile truth;
    truth.path_ = path;
    if (path.empty()) return truth;
    truth.file_.reset(std::fopen(path.c_str(), "wb"));
    if (!truth.file_) return fail(ErrorCode::output_unwritable, path + ": can't be created");
    return truth;
  }

  Result<void> write(const std::vector<std::string>& lines) {
    if (!file_) return {};
    for (const std::string& line : lines) {
      std::fwrite(line.data(), 1, line.size(), file_.get());
      if (line.empty() || line.back() != '\n') std::fputc('\n', file_.get());
    }
    if (std::ferror(file_.get()) != 0) return fail(ErrorCode::output_unwritable, path_ + ": can't be written");
    return {};
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
};

Result<void> run_simulate(const SimulateOptions& options, const Configuration& /*configuration*/) {
  source::SimulationPlan plan;
  plan.seed = options.seed;
  plan.length = std::chrono::duration_cast<timing::Millis>(std::chrono::duration<double, std::ratio<3600>>(options.hours));
  plan.cars = options.cars;
  plan.circuit = options.circuit;
  plan.trouble = options.trouble;
  plan.timing_faults_per_hour = options.timing_faults;
  auto simulator = source::Simulator::create(plan);
  if (!simulator) return std::unexpected(simulator.error());
  auto truth = TruthFile::create(options.truth);
  if (!truth) return std::unexpected(truth.error());

  EventPrinter printer;
  while (auto event = simulator->next()) {
    if (auto printed = printer.print(*event); !printed) return printed;
    if (auto written = truth->write(simulator->take_truth()); !written) return written;
  }
  if (auto written = truth->write(simulator->take_truth()); !written) return written;
  return printer.finish();
}

void declare_simulate(CLI::App& command, SimulateOptions& options) {
  command.add_option("--seed", options.seed, "The same seed gives the same race")->type_name("N")->required();
  command.add_option("--hours", options.hours, "Length of the race")->type_name("H")->required()->check(CLI::PositiveNumber);
  command.add_option("--cars", options.cars, "Number of cars")->type_name("N")->capture_default_str();
  command.add_option("--circuit", options.circuit, "Name of the circuit; chosen by the seed if absent")->type_name("NAME");
  command.add_option("--trouble", options.trouble, "How often something goes wrong, relative to real races")
      ->type_name("FACTOR")
      ->capture_default_str();
  command.add_option("--timing-faults", options.timing_faults, "Sectors of a car that are mistimed or not seen, per hour")
      ->type_name("RATE")
      ->capture_default_str();
  command.add_option("--truth", options.truth, "Write what really happened to this file (docs/simulator.md)")
      ->type_name("FILE");
}

}  // namespace

void add_simulate(CommandLine& line) {
  add_command<SimulateOptions>(line, "simulate", "Make up a race from a seed and print its event log", {}, declare_simulate,
                               run_simulate);
}

}  // namespace stint::app
