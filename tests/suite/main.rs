//! The integration suite: the shipped parts, put together for real. One binary, so that it links once.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests say what went wrong by panicking; clippy exempts only functions marked as tests"
)]

mod accounts;
mod bad_files;
mod cli;
mod corrections;
mod crash;
mod data_folder;
mod deadlines;
mod edge;
mod histories;
mod import_progress;
mod import_truth;
mod index_damage;
mod journal;
mod layering;
mod ledger_offices;
mod ledger_other;
mod ledger_truth;
mod listing;
mod own_law;
mod pages;
mod permissions;
mod practice;
mod process;
mod routes;
mod seal;
mod search_cases;
mod search_index;
mod secrets;
mod security_list;
mod sheet;
mod sign_in;
mod steps;
mod stored_bytes;
mod stored_script;
mod support;
mod tls;
mod turn_of_the_day;
mod units;
mod upgrade;
mod verify;
