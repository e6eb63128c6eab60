//! What the index holds of each petition, and what it should hold: for the comparison with the store.
//!
//! The words count as well: over every text field the terms that stand in the postings are summed up, each as often
//! as it stands, and over a document the terms that its analyzers make. Equal sums are equal words, but for a chance
//! of one in 2^64. It reads all postings and analyses all texts: for `verify`, not for pages. Used by `app::index`.

use std::collections::HashMap;

use tantivy::DocSet;
use tantivy::TERMINATED;
use tantivy::postings::Postings;
use tantivy::schema::{Field, FieldType, IndexRecordOption, Schema, Value};
use tantivy::tokenizer::{TextAnalyzer, TokenStream, TokenizerManager};

use super::collect::Snapshot;
use super::document::SearchDocument;
use super::error::SearchError;
use super::schema::Fields;
use super::searcher::Searcher;
use super::{analyzer, document, schema};

/// Longer terms are left out by the library.
const LONGEST_TERM: usize = u16::MAX as usize - 5;

/// What the index says of a petition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Indexed {
    key: u64,
    kind: u64,
    unit: u64,
    received: u64,
    /// Sum over all terms of all text fields.
    words: u64,
}

impl Indexed {
    /// [`PetitionId::key`](crate::domain::id::PetitionId::key).
    pub fn key(&self) -> u64 {
        self.key
    }
}

impl Searcher {
    /// What the index says of every petition in it, in the order of their numbers.
    ///
    /// # Errors
    /// [`SearchError::Building`] while there is no index, and failures of the index.
    pub fn contents(&self) -> Result<Vec<Indexed>, SearchError> {
        let snapshot = self.snapshot()?;
        let mut contents = Vec::new();
        for segment in 0..snapshot.segments() {
            let words = words_of_segment(&snapshot, segment)?;
            snapshot.every_petition(segment, |doc, [key, kind, unit, received]| {
                let words = words.get(doc as usize).copied().unwrap_or_default();
                contents.push(Indexed { key, kind, unit, received, words });
            });
        }
        contents.sort_unstable();
        Ok(contents)
    }
}

/// Sum of the terms of each document of a segment, by its place in it.
fn words_of_segment(snapshot: &Snapshot, segment: usize) -> Result<Vec<u64>, SearchError> {
    let reader = snapshot.searcher.segment_reader(u32::try_from(segment).unwrap_or(u32::MAX));
    let mut words = vec![0_u64; reader.max_doc() as usize];
    for (field, _) in text_fields(snapshot.searcher.schema()) {
        let inverted = reader.inverted_index(field)?;
        let mut terms = inverted.terms().stream()?;
        while terms.advance() {
            let value = value_of(field, terms.key());
            let option = IndexRecordOption::WithFreqs;
            let mut postings = inverted.read_postings_from_terminfo(terms.value(), option)?;
            while postings.doc() != TERMINATED {
                if let Some(sum) = words.get_mut(postings.doc() as usize) {
                    *sum = sum.wrapping_add(value.wrapping_mul(postings.term_freq().into()));
                }
                postings.advance();
            }
        }
    }
    Ok(words)
}

/// Says what the index should hold of a document.
pub struct Expectation {
    fields: Fields,
    analyzers: HashMap<Field, TextAnalyzer>,
}

impl Expectation {
    /// By the analyzers of this release.
    pub fn new() -> Self {
        let (schema, fields) = schema::schema();
        let known = TokenizerManager::new();
        analyzer::add_to(&known);
        let analyzers = text_fields(&schema)
            .filter_map(|(field, analyzer)| Some((field, known.get(analyzer)?)))
            .collect();
        Self { fields, analyzers }
    }

    /// What the index should say of this petition.
    pub fn of(&mut self, document: &SearchDocument) -> Indexed {
        let mut words = 0_u64;
        for (field, value) in document.fields(&self.fields).field_values() {
            let (Some(text), Some(analyzer)) = (value.as_str(), self.analyzers.get_mut(&field))
            else {
                continue;
            };
            let mut terms = analyzer.token_stream(text);
            while terms.advance() {
                let term = terms.token().text.as_bytes();
                if term.len() <= LONGEST_TERM {
                    words = words.wrapping_add(value_of(field, term));
                }
            }
        }
        Indexed {
            key: document.id.key(),
            kind: u64::from(document.kind.index()),
            unit: document.unit.map_or(0, |unit| u64::from(unit.0)),
            received: document::day(document.received_on),
            words,
        }
    }
}

impl Default for Expectation {
    fn default() -> Self {
        Self::new()
    }
}

/// The fields that hold terms of texts, with the names of their analyzers.
fn text_fields(schema: &Schema) -> impl Iterator<Item = (Field, &str)> {
    schema.fields().filter_map(|(field, entry)| {
        let FieldType::Str(options) = entry.field_type() else { return None };
        Some((field, options.get_indexing_options()?.tokenizer()))
    })
}

/// A number for a term of a field: FNV-1a, its bits mixed so that sums of terms stay apart.
fn value_of(field: Field, term: &[u8]) -> u64 {
    let mut value = 0xcbf2_9ce4_8422_2325_u64 ^ u64::from(field.field_id());
    for byte in term {
        value = (value ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    value ^= value >> 32;
    value = value.wrapping_mul(0xd6e8_feb8_6659_fd93);
    value ^ (value >> 32)
}
