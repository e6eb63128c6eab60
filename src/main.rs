//! The executable: parse, dispatch, print what went wrong, exit with a code that scripts can use.

use std::process::ExitCode;

use donthu::cli;

fn main() -> ExitCode {
    cli::main(std::env::args_os())
}
