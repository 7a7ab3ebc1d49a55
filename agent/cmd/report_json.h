/* The report as JSON. */
#pragma once

#include "agent/report/figures.h"

void report_json_print(const struct report *report);
