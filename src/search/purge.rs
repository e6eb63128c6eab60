//! Forgetting for good: a deleted document's words stay in its segment until that is merged.
//!
//! Called by `app::index` after a sender was put under seal whose name the index had.

use std::thread;
use std::time::Duration;

use tantivy::index::SegmentId;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use super::error::SearchError;
use super::indexer::Indexer;
use crate::domain::id::PetitionId;

/// How often segments that are being merged are waited for, and how long.
const TRIES: u32 = 20;
const BETWEEN_TRIES: Duration = Duration::from_millis(50);

impl Indexer {
    /// Rewrites the segments that still hold an earlier form of these petitions, and takes the old files away; whether
    /// none is left. A segment that is being merged already is left to that, and may be asked for again.
    ///
    /// # Errors
    /// When the index can't be read or written.
    pub fn purge(&mut self, ids: &[PetitionId]) -> Result<bool, SearchError> {
        for _ in 0..TRIES {
            self.publish()?;
            let stale = self.segments_with_earlier(ids)?;
            if stale.is_empty() {
                self.ready()?.garbage_collect_files().wait()?;
                return Ok(true);
            }
            for segment in stale {
                if let Err(error) = self.ready()?.merge(&[segment]).wait() {
                    tracing::debug!(%error, "a segment is merged by another");
                    thread::sleep(BETWEEN_TRIES);
                }
            }
        }
        Ok(false)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::petition::Kind;
    use crate::search::{
        Change, Opened, Progress, SearchDocument, SearchIndex, Searcher, Stamp, rebuild,
    };

    fn document(serial: u32, name: Option<&str>) -> SearchDocument {
        SearchDocument {
            id: PetitionId { year: 2018, serial },
            name: name.map(str::to_owned),
            address: None,
            ward: None,
            content: "Khiếu nại giá đất".into(),
            documents: Vec::new(),
            kind: Kind::Complaint,
            unit: None,
            received_on: chrono::NaiveDate::from_ymd_opt(2018, 3, 1).unwrap(),
        }
    }

    /// How many dictionaries of text fields still hold the word.
    fn holding(indexer: &Indexer, word: &str) -> usize {
        let searcher = indexer.reader.searcher();
        let schema = searcher.schema();
        let in_segment = |segment: &tantivy::SegmentReader| {
            let texts = schema.fields().filter(|(_, entry)| {
                matches!(entry.field_type(), tantivy::schema::FieldType::Str(_))
                    && entry.is_indexed()
            });
            let holds = |field| {
                let index = segment.inverted_index(field).unwrap();
                let mut terms = index.terms().stream().unwrap();
                let mut holds = false;
                while let Some((term, _)) = terms.next() {
                    holds |= String::from_utf8_lossy(term).contains(word);
                }
                holds
            };
            texts.filter(|(field, _)| holds(*field)).count()
        };
        searcher.segment_readers().iter().map(in_segment).sum()
    }

    #[test]
    fn what_was_taken_out_is_in_no_dictionary_and_the_rest_is_still_found() {
        let folder = tempfile::TempDir::new().unwrap();
        let stamp = Stamp { store_id: [3; 16], epoch: 0 };
        // So many others that the share of the deleted one starts no merge by itself.
        let others = (2..=20).map(|serial| document(serial, Some("Trần Văn Khác")));
        let documents = std::iter::once(document(1, Some("Khuyếch Thị Bí"))).chain(others);
        let index = rebuild(folder.path(), stamp, 1, documents, |_| Progress::Continue).unwrap();
        let mut indexer = Indexer::new(index, Searcher::default()).unwrap();
        let sealed = document(1, None);
        indexer.apply(&[Change { id: sealed.id, document: Some(sealed.clone()) }], 2).unwrap();
        assert!(holding(&indexer, "khuyech") > 0, "deleted words stay in their segment");
        assert!(indexer.purge(&[sealed.id]).unwrap());
        assert_eq!(holding(&indexer, "khuyech"), 0);
        assert!(holding(&indexer, "khac") > 0);
        assert_eq!(indexer.reader.searcher().num_docs(), 20);
        assert_eq!(indexer.segments_with_earlier(&[sealed.id]).unwrap(), []);
        assert!(indexer.purge(&[sealed.id]).unwrap());
        drop(indexer);
        let again = SearchIndex::open(folder.path(), stamp, 2).unwrap();
        assert!(matches!(again, Opened::Ready(_)), "it still says what it covers");
    }
}
