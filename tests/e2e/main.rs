//! Browser journeys: what a person does, in Chromium, against the executable as it ships.
//!
//! Each journey has a server, a chromedriver, a browser profile and a data folder of its own, and ends them all, even
//! by a panic. Without Chromium they say that they were skipped and pass; with `CI` in the environment they fail.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests say what went wrong by panicking; clippy exempts only functions marked as tests"
)]

mod approvals;
mod audit;
mod changeover;
mod complaint;
mod denunciation;
mod first_start;
mod intake;
mod layout;
mod list;
mod office;
mod plain;
mod process;
mod shared_machine;
mod stage;
mod steps;
