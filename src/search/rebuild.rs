//! Building the whole index anew, beside the one in use.
//!
//! Reads the store's petitions once, writes one segment, and switches to it; until then the old index, if there is one,
//! answers. Called off or failed, it leaves the one in use untouched. Give the newest petitions first: among equal
//! hits the earlier document wins. Called by `app::index` at start when `folder` says so, and by `reindex`.

use std::path::Path;

use tantivy::indexer::NoMergePolicy;
use tantivy::{Index, IndexWriter, TantivyDocument};

use super::document::SearchDocument;
use super::error::SearchError;
use super::folder::{self, Payload, SearchIndex, Stamp};
use super::{analyzer, schema};

/// Memory of a rebuild's writer in bytes. One thread: the other core and the rest of the memory go on serving.
const HEAP_BYTES: usize = 48_000_000;
/// Petitions between two reports of progress.
const STEP: u64 = 1_000;

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Go on.
    Continue,
    /// Call it off.
    Cancel,
}

/// Builds a new generation under `root` and makes it current. `seq` is the store's sequence when the reading began.
///
/// `progress` hears how many petitions are in, every thousand.
///
/// # Errors
/// [`SearchError::Cancelled`] when called off; otherwise when writing fails. The index in use stays.
pub fn rebuild(
    root: &Path,
    stamp: Stamp,
    seq: u64,
    documents: impl IntoIterator<Item = SearchDocument>,
    progress: impl FnMut(u64) -> Progress,
) -> Result<SearchIndex, SearchError> {
    let folder = folder::next_generation(root)?;
    let payload = Payload::new(&stamp, seq)?.to_text()?;
    let index = match build(&folder, &payload, documents, progress) {
        Ok(index) => index,
        Err(error) => {
            // Gives the room back at once: the disk may be what failed. A rest is removed by the next rebuild.
            let _ = std::fs::remove_dir_all(&folder);
            return Err(error);
        }
    };
    folder::switch_to(root, &folder)?;
    let reader = folder::manual_reader(&index)?;
    Ok(SearchIndex { index, reader, stamp, indexed_seq: seq })
}

fn build(
    folder: &Path,
    payload: &str,
    documents: impl IntoIterator<Item = SearchDocument>,
    mut progress: impl FnMut(u64) -> Progress,
) -> Result<Index, SearchError> {
    let (schema, fields) = schema::schema();
    let index = Index::create_in_dir(folder, schema)?;
    analyzer::register(&index);
    let mut writer: IndexWriter<TantivyDocument> = index.writer_with_num_threads(1, HEAP_BYTES)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let mut count = 0;
    let mut told = |count| match progress(count) {
        Progress::Continue => Ok(()),
        Progress::Cancel => Err(SearchError::Cancelled),
    };
    for document in documents {
        writer.add_document(document.fields(&fields))?;
        count += 1;
        if count % STEP == 0 {
            told(count)?;
        }
    }
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(payload);
    prepared.commit()?;
    told(count)?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()?;
    Ok(index)
}
