//! Keeping the index in step with the store: the one writer.
//!
//! Each batch is one commit whose payload names the store, its epoch and the sequence that is now covered; the new
//! snapshot is published on the thread that committed. After a failed write the writer is thrown away and made anew:
//! what was not committed is simply not covered, and comes again. Driven by `app::index` on the thread of `jobs`.

use tantivy::indexer::{LogMergePolicy, MergePolicy};
use tantivy::{Index, IndexReader, IndexWriter, TantivyDocument, Term};

use super::collect::Snapshot;
use super::document::Change;
use super::error::SearchError;
use super::folder::{Payload, SearchIndex, Stamp};
use super::schema::{self, Fields};
use super::searcher::Searcher;

/// Memory of the writer while the product serves, in bytes; the library's least is 15 MB.
const HEAP_BYTES: usize = 24_000_000;
/// Segments of about one size before they are merged.
const SEGMENTS: usize = 8;
/// Segments of fewer petitions count as one size.
const SMALL_DOCS: u32 = 1_000;
/// Segments of more petitions are not merged any more.
const LARGE_DOCS: usize = 500_000;
/// Share of deleted petitions at which a segment is rewritten.
const DELETED: f32 = 0.3;

/// The one writer of an index.
pub struct Indexer {
    index: Index,
    pub(super) reader: IndexReader,
    pub(super) fields: Fields,
    stamp: Stamp,
    searcher: Searcher,
    writer: Option<IndexWriter>,
    indexed_seq: u64,
}

impl Indexer {
    /// Takes the index over; `searcher` answers from it from now on.
    ///
    /// # Errors
    /// When the index cannot be read, or has a writer already.
    pub fn new(index: SearchIndex, searcher: Searcher) -> Result<Self, SearchError> {
        searcher.publish(Snapshot::take(&index.reader)?);
        let mut indexer = Self {
            fields: schema::schema().1,
            stamp: index.stamp,
            indexed_seq: index.indexed_seq,
            index: index.index,
            reader: index.reader,
            searcher,
            writer: None,
        };
        indexer.ready()?;
        Ok(indexer)
    }

    /// The sequence of the store's change log up to which searches see everything.
    pub fn indexed_seq(&self) -> u64 {
        self.indexed_seq
    }

    /// Writes a batch of changes and publishes it. `seq` is the last change that it covers.
    ///
    /// # Errors
    /// When writing fails: nothing is covered then, and the same batch may be given again.
    pub fn apply(&mut self, batch: &[Change], seq: u64) -> Result<(), SearchError> {
        let written = self.commit(batch, seq);
        if written.is_err() {
            // A writer whose thread died refuses everything after: the next batch makes another.
            self.writer = None;
        }
        written
    }

    fn commit(&mut self, batch: &[Change], seq: u64) -> Result<(), SearchError> {
        let payload = Payload::new(&self.stamp, seq)?.to_text()?;
        let fields = self.fields;
        let writer = self.ready()?;
        for change in batch {
            writer.delete_term(Term::from_field_u64(fields.id, change.id.key()));
            if let Some(document) = &change.document {
                writer.add_document(document.fields(&fields))?;
            }
        }
        let mut prepared = writer.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit()?;
        self.indexed_seq = seq;
        self.publish()
    }

    pub(super) fn publish(&mut self) -> Result<(), SearchError> {
        self.reader.reload()?;
        self.searcher.publish(Snapshot::take(&self.reader)?);
        Ok(())
    }

    pub(super) fn ready(&mut self) -> Result<&mut IndexWriter, SearchError> {
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => open_writer(&self.index)?,
        };
        Ok(self.writer.insert(writer))
    }
}

fn open_writer(index: &Index) -> Result<IndexWriter, SearchError> {
    let writer: IndexWriter<TantivyDocument> = index.writer_with_num_threads(1, HEAP_BYTES)?;
    writer.set_merge_policy(serving_policy());
    Ok(writer)
}

fn serving_policy() -> Box<dyn MergePolicy> {
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(SEGMENTS);
    policy.set_min_layer_size(SMALL_DOCS);
    policy.set_max_docs_before_merge(LARGE_DOCS);
    policy.set_del_docs_ratio_before_merge(DELETED);
    Box::new(policy)
}
