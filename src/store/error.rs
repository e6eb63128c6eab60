//! What can go wrong in the store, by meaning. Corruption is named: table, key, version.

use std::io::ErrorKind;

use thiserror::Error;

use super::seal::SealFault;

/// A failure of the store.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Another process has the data folder open.
    #[error("the data folder is open in another process")]
    AlreadyOpen,
    /// The data folder was written by a later release.
    #[error("the data folder has format {found}, this release reads up to {supported}")]
    Newer {
        /// Format of the folder.
        found: u32,
        /// Newest format that this release reads.
        supported: u32,
    },
    /// A record can't be read.
    #[error("damaged record in table {table}, key {key}: {detail}")]
    Corrupt {
        /// Table.
        table: &'static str,
        /// Key, as people read it.
        key: String,
        /// What is wrong with it.
        detail: String,
    },
    /// A record longer than any that would be read again.
    #[error("record of {bytes} bytes for table {table} is too long")]
    TooLong {
        /// Table.
        table: &'static str,
        /// Its length.
        bytes: usize,
    },
    /// The disk has no room for the write.
    #[error("the disk is full")]
    DiskFull,
    /// The data folder or a file in it could not be used.
    #[error("data folder: {0}")]
    Io(std::io::Error),
    /// What is under seal can't be opened, or nothing can be put under it: the key file is missing or another one.
    #[error("seal: {0}")]
    Seal(#[from] SealFault),
    /// redb's own failure.
    #[error("database: {0}")]
    Database(Box<redb::Error>),
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        let is_full = matches!(
            error.kind(),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge
        );
        if is_full { Self::DiskFull } else { Self::Io(error) }
    }
}

impl From<redb::Error> for StoreError {
    fn from(error: redb::Error) -> Self {
        if matches!(error, redb::Error::DatabaseAlreadyOpen) {
            return Self::AlreadyOpen;
        }
        if let redb::Error::Io(io) = error { io.into() } else { Self::Database(Box::new(error)) }
    }
}

/// redb has an enum per phase; each reaches ours through its catch-all.
macro_rules! through_redb_error {
    ($($phase:ty),+) => { $(impl From<$phase> for StoreError {
        fn from(error: $phase) -> Self {
            Self::from(redb::Error::from(error))
        }
    })+ };
}

through_redb_error!(
    redb::DatabaseError,
    redb::TransactionError,
    redb::TableError,
    redb::StorageError,
    redb::CommitError,
    redb::SetDurabilityError
);
