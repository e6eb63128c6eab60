//! What can go wrong with the index.
//!
//! The index is disposable: every error here ends in a retry or a rebuild, never in lost data. Texts are for the log;
//! what a person reads is written by the page. Used by everything under `search` and by `app`.

use std::path::PathBuf;

use thiserror::Error;

/// Why the index could not answer or be written.
#[derive(Debug, Error)]
pub enum SearchError {
    /// There is no index to ask yet: it is being built ("đang lập chỉ mục").
    #[error("the index is being built")]
    Building,
    /// The rebuild was called off by its caller; the index in use is untouched.
    #[error("the rebuild was cancelled")]
    Cancelled,
    /// The index library refused or failed.
    #[error("index: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// A file of the index folder could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The compiled-in declaration of the fields does not fit the code: a build fault, seen by every test.
    #[error("index-schema/petition.json does not fit the code: {0}")]
    Declaration(String),
}

impl SearchError {
    /// Names the file to an I/O error.
    pub(super) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}

impl From<std::io::Error> for SearchError {
    fn from(source: std::io::Error) -> Self {
        Self::Index(source.into())
    }
}
