// Brings the laps of a file into order and holds them to their own arithmetic.
#pragma once

#include "source/archive/complaint_log.hpp"
#include "source/archive/lap_columns.hpp"
#include "source/archive/lap_file.hpp"

namespace stint::source::archive {

// Sorts `file.rows` car by car and lap by lap, and establishes the invariants of LapFile:
//  - a lap that a car already has is left out (anonymised files give two cars one number);
//  - within a car ELAPSED grows with the lap; a row that breaks this is left out;
//  - where ELAPSED[n] - ELAPSED[n-1] is not LAP_TIME[n], that is complained about: the row is left out if the lap after it fits
//    to the lap before it, and kept otherwise (ELAPSED decides the order of the race);
//  - sector times that don't add up to the lap time are taken as unknown;
//  - HOUR - ELAPSED is one constant, `started_time_of_day`; rows that differ from the file's most frequent value are complained
//  about.
void put_in_sequence(LapFile& file, const LapColumns& columns, ComplaintLog& complaints);

}  // namespace stint::source::archive
