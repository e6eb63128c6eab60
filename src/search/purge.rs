//! Forgetting for good: a deleted document's words stay in its segment until that is merged.
//!
//! Called by `app::index` after a sender was put under seal whose name the index had.

use tantivy::index::SegmentId;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use super::error::SearchError;
use super::indexer::Indexer;
use crate::domain::id::PetitionId;

impl Indexer {
    /// Rewrites the segments that still hold an earlier form of these petitions, and takes the old files away.
    ///
    /// # Errors
    /// When the index can't be read or written; it may be asked for again.
    pub fn purge(&mut self, ids: &[PetitionId]) -> Result<(), SearchError> {
        let stale = self.segments_with_earlier(ids)?;
        if stale.is_empty() {
            return Ok(());
        }
        for segment in stale {
            self.ready()?.merge(&[segment]).wait()?;
        }
        self.publish()?;
        self.ready()?.garbage_collect_files().wait()?;
        Ok(())
    }

    fn segments_with_earlier(&self, ids: &[PetitionId]) -> Result<Vec<SegmentId>, SearchError> {
        let searcher = self.reader.searcher();
        let mut stale = Vec::new();
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.id)?;
            for id in ids {
                let term = Term::from_field_u64(self.fields.id, id.key());
                let Some(mut docs) = index.read_postings(&term, IndexRecordOption::Basic)? else {
                    continue;
                };
                let mut is_stale = false;
                while docs.doc() != TERMINATED {
                    is_stale |= segment.is_deleted(docs.doc());
                    docs.advance();
                }
                if is_stale {
                    stale.push(segment.segment_id());
                    break;
                }
            }
        }
        Ok(stale)
    }
}
