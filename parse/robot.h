/* Addresses that no person writes from. */
#pragma once

#include <stdbool.h>

/* "no-reply@example.org", "jira-notifications@...": see the table. */
bool parse_robot_address(const char *address);

/* What mail systems send their own reports from: "mailer-daemon@...". */
bool parse_robot_is_daemon(const char *address);
