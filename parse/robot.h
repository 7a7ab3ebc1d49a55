/* Addresses that no person writes from. */
#pragma once

#include <stdbool.h>

/* "no-reply@example.org", "jira-notifications@...": see the table. */
bool parse_robot_address(const char *address);

/* What only mail systems write from: "mailer-daemon@...", or that alone. */
bool parse_robot_is_daemon(const char *address);

/* RFC 2142's address of whoever runs the mail system, and of the system. */
bool parse_robot_is_postmaster(const char *address);
