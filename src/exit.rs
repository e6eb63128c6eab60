//! Exit codes: what a script can tell from them.

use std::process::ExitCode;

use serde::{Deserialize, Serialize};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Exit {
    /// Done.
    Success,
    /// Something failed inside; the message says what.
    Failure,
    /// The command line makes no sense.
    Usage,
    /// The rules of the office refuse it, or the thing does not exist.
    Refused,
    /// Another process uses the data folder, a later release wrote it, or it can't be written or read.
    FolderUnusable,
    /// The file is not what it should be.
    BadFile,
    /// `verify` found something wrong.
    FaultsFound,
}

impl Exit {
    /// The number.
    pub fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Failure => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::FolderUnusable => 4,
            Self::BadFile => 5,
            Self::FaultsFound => 6,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
