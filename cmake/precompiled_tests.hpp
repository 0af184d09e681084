// As precompiled_rooms.hpp, for the tests.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "precompiled_rooms.hpp"
