//! The index folder: which generation is in use, and whether it fits the store.
//!
//! `current` names a subfolder (`g0007`). A new generation is built beside and becomes current by one rename, so there
//! is always either the old or the new one. Anything doubtful (missing, damaged, another store's, an older version,
//! ahead of the store) is a reason to rebuild, never an error at start. Used by `app` at start, and by `rebuild`.

use std::fs::{self, DirBuilder, File};
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::{Index, IndexReader, ReloadPolicy};

use super::error::SearchError;
use super::{analyzer, schema};

/// What store an index belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The store's own identifier.
    pub store_id: [u8; 16],
    /// Raised by every restore.
    pub epoch: u64,
}

/// What opening came to.
pub enum Opened {
    /// The index fits; changes after its sequence are still to be applied.
    Ready(SearchIndex),
    /// It must be built anew, and why (for the log).
    MustRebuild(Reason),
}

/// Why an index cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// There is none.
    Missing,
    /// It cannot be read.
    Damaged(String),
    /// It is another store's, or of the time before a restore.
    Foreign,
    /// Its fields or analyzers are of another version.
    OtherVersion,
    /// It has changes that the store has not: an older store was put in its place.
    AheadOfStore,
}

/// An index that fits its store.
pub struct SearchIndex {
    pub(super) index: Index,
    pub(super) reader: IndexReader,
    pub(super) stamp: Stamp,
    pub(super) indexed_seq: u64,
}

/// What a commit says of itself.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Payload {
    stamp: Stamp,
    seq: u64,
    index_version: u32,
}

impl Payload {
    pub(super) fn new(stamp: &Stamp, seq: u64) -> Result<Self, SearchError> {
        Ok(Self { stamp: *stamp, seq, index_version: schema::index_version()? })
    }

    pub(super) fn to_text(&self) -> Result<String, SearchError> {
        serde_json::to_string(self).map_err(|e| SearchError::Declaration(e.to_string()))
    }
}

impl SearchIndex {
    /// Opens the current generation. `store_seq` is the last sequence that an index of this store can cover.
    ///
    /// # Errors
    /// Only a build fault; a bad index is [`Opened::MustRebuild`].
    pub fn open(root: &Path, stamp: Stamp, store_seq: u64) -> Result<Opened, SearchError> {
        let Ok(current) = fs::read_to_string(root.join(CURRENT)) else {
            return Ok(Opened::MustRebuild(Reason::Missing));
        };
        let folder = root.join(current.trim());
        if !is_generation(current.trim()) || !folder.is_dir() {
            return Ok(Opened::MustRebuild(Reason::Missing));
        }
        let expected = Payload::new(&stamp, store_seq)?;
        // The library checks footers, not every byte: a file cut short can also make it panic.
        let opened = catch_unwind(AssertUnwindSafe(|| open_generation(&folder)));
        Ok(match opened {
            Ok(Ok((index, reader, payload))) => {
                let fits = fitting(&index, payload, &expected);
                let ready = |indexed_seq| Opened::Ready(Self { index, reader, stamp, indexed_seq });
                fits.map_or_else(Opened::MustRebuild, ready)
            }
            Ok(Err(error)) => Opened::MustRebuild(Reason::Damaged(error.to_string())),
            Err(_) => Opened::MustRebuild(Reason::Damaged("unreadable".to_owned())),
        })
    }

    /// The sequence of the store's change log that the index covers.
    pub fn indexed_seq(&self) -> u64 {
        self.indexed_seq
    }
}

const CURRENT: &str = "current";

fn open_generation(folder: &Path) -> Result<(Index, IndexReader, Option<Payload>), SearchError> {
    let index = Index::open_in_dir(folder)?;
    analyzer::register(&index);
    let payload = index.load_metas()?.payload.and_then(|text| serde_json::from_str(&text).ok());
    let reader = manual_reader(&index)?;
    // Opens every column and dictionary that a search needs, so that damage is seen now.
    let snapshot = super::collect::Snapshot::take(&reader)?;
    for (field, entry) in index.schema().fields() {
        for segment in snapshot.searcher.segment_readers().iter().filter(|_| entry.is_indexed()) {
            segment.inverted_index(field)?;
        }
    }
    Ok((index, reader, payload))
}

pub(super) fn manual_reader(index: &Index) -> Result<IndexReader, SearchError> {
    Ok(index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .doc_store_cache_num_blocks(1)
        .try_into()?)
}

/// The sequence that a commit covers, if it fits what the store expects.
fn fitting(index: &Index, payload: Option<Payload>, expected: &Payload) -> Result<u64, Reason> {
    let payload = payload.ok_or_else(|| Reason::Damaged("no payload".to_owned()))?;
    if payload.index_version != expected.index_version || index.schema() != schema::schema().0 {
        Err(Reason::OtherVersion)
    } else if payload.stamp != expected.stamp {
        Err(Reason::Foreign)
    } else if payload.seq > expected.seq {
        Err(Reason::AheadOfStore)
    } else {
        Ok(payload.seq)
    }
}

fn is_generation(name: &str) -> bool {
    generation(name).is_some()
}

fn generation(name: &str) -> Option<u32> {
    name.strip_prefix('g')?.parse().ok()
}

/// An empty folder for the next generation; what an earlier rebuild left behind is removed.
pub(super) fn next_generation(root: &Path) -> Result<PathBuf, SearchError> {
    if root.exists() && !root.is_dir() {
        fs::remove_file(root).map_err(SearchError::file(root))?;
    }
    // Names and contents are in it: nobody but its owner has a look, whatever the data folder's mode.
    DirBuilder::new().recursive(true).mode(0o700).create(root).map_err(SearchError::file(root))?;
    let current = fs::read_to_string(root.join(CURRENT)).unwrap_or_default();
    let current = current.trim();
    let used = generation(current).unwrap_or(0);
    remove_others(root, current)?;
    let folder = root.join(format!("g{:04}", used.wrapping_add(1)));
    fs::create_dir_all(&folder).map_err(SearchError::file(&folder))?;
    Ok(folder)
}

/// Makes a finished generation the current one, and removes the one before.
pub(super) fn switch_to(root: &Path, folder: &Path) -> Result<(), SearchError> {
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let (next, current) = (root.join("current.new"), root.join(CURRENT));
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&next)?;
        file.write_all(name.as_bytes())?;
        file.sync_all()?;
        if current.is_dir() {
            fs::remove_dir_all(&current)?;
        }
        fs::rename(&next, &current)?;
        File::open(root)?.sync_all()
    };
    write().map_err(SearchError::file(&current))?;
    remove_others(root, name)
}

/// Removes every generation but `keep`, and what stands in the place of one. Readers of a removed one keep their open files.
fn remove_others(root: &Path, keep: &str) -> Result<(), SearchError> {
    for entry in fs::read_dir(root).map_err(SearchError::file(root))?.flatten() {
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| name != keep && is_generation(name)) {
            let path = entry.path();
            let removed =
                if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.map_err(SearchError::file(path))?;
        }
    }
    Ok(())
}
