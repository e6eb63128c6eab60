//! The fields of a petition in the index.
//!
//! Nothing is stored and no positions are kept: hits are identifiers, texts come from the store, phrases are found by
//! pairs of words (`bi_f`). Every text field has frequencies, because only then are conjunctions pruned. The status is
//! not here: it changes often and is filtered by memory columns. The same declaration stands, for people and for the
//! version, in `index-schema/petition.json`, which is compiled in; a test compares the two.

use serde::Deserialize;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};

use super::analyzer::{BIGRAM, EXACT, FOLDED, WHOLE};
use super::error::SearchError;

/// The declaration that ships with the executable.
const DECLARED: &str = include_str!("../../index-schema/petition.json");

/// The fields, by what they are for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// [`PetitionId::key`](crate::domain::id::PetitionId::key).
    pub(super) id: Field,
    /// Position of the kind.
    pub(super) kind: Field,
    /// The unit that holds it, 0 for none.
    pub(super) unit: Field,
    /// Day of receipt, in days from 1 January of year 1.
    pub(super) received: Field,
    /// `u:12`, `y:2017`: the filters that are worth a posting list.
    pub(super) tag: Field,
    /// Canonical references of `domain::reference`.
    pub(super) reference: Field,
    /// Ward of residence, folded, without its kind.
    pub(super) ward: Field,
    /// Whole name, exact.
    pub(super) name_k: Field,
    /// Whole name, folded.
    pub(super) name_kf: Field,
    /// Last word of the name, folded.
    pub(super) given_f: Field,
    /// Words of the name, exact.
    pub(super) name_x: Field,
    /// Words of the name, folded.
    pub(super) name_f: Field,
    /// Words of everything, exact.
    pub(super) all_x: Field,
    /// Words of everything, folded.
    pub(super) all_f: Field,
    /// Pairs of neighbouring words of everything, folded.
    pub(super) bi_f: Field,
}

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let column = NumericOptions::default() | FAST;
    let words = |analyzer| text(analyzer, true);
    let fields = Fields {
        id: builder.add_u64_field("id", column.clone() | INDEXED),
        kind: builder.add_u64_field("kind", column.clone()),
        unit: builder.add_u64_field("unit", column.clone()),
        received: builder.add_u64_field("received", column),
        tag: builder.add_text_field("tag", text(WHOLE, false)),
        reference: builder.add_text_field("reference", text(WHOLE, false)),
        ward: builder.add_text_field("ward", text(WHOLE, false)),
        name_k: builder.add_text_field("name_k", text(WHOLE, false)),
        name_kf: builder.add_text_field("name_kf", text(WHOLE, false)),
        given_f: builder.add_text_field("given_f", text(WHOLE, false)),
        name_x: builder.add_text_field("name_x", words(EXACT)),
        name_f: builder.add_text_field("name_f", words(FOLDED)),
        all_x: builder.add_text_field("all_x", words(EXACT)),
        all_f: builder.add_text_field("all_f", words(FOLDED)),
        bi_f: builder.add_text_field("bi_f", words(BIGRAM)),
    };
    (builder.build(), fields)
}

fn text(analyzer: &str, norms: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(analyzer)
        .set_index_option(IndexRecordOption::WithFreqs)
        .set_fieldnorms(norms);
    TextOptions::default().set_indexing_options(indexing)
}

/// What `petition.json` says besides the fields.
#[derive(Deserialize)]
struct Declaration {
    index_version: u32,
}

/// The version of fields, analyzers and keys: an index of another version is rebuilt.
pub(super) fn index_version() -> Result<u32, SearchError> {
    let declared: Result<Declaration, _> = serde_json::from_str(DECLARED);
    declared.map(|d| d.index_version).map_err(|e| SearchError::Declaration(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// After a change of fields: take the new text from this test's message, and raise `index_version`.
    #[test]
    fn the_declaration_is_what_the_code_builds() {
        let declared: serde_json::Value = serde_json::from_str(DECLARED).unwrap();
        let built = serde_json::to_value(schema().0).unwrap();
        let text = serde_json::to_string_pretty(&built).unwrap();
        assert_eq!(declared["fields"], built, "{text}");
        assert!(index_version().unwrap() > 0);
    }
}
