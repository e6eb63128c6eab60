//! Full-text search of petitions.
//!
//! Owns the index, which is disposable: everything in it can be built again from the store, and the store never waits
//! for it. Hits are identifiers; texts, permissions and statuses are the caller's. tantivy is named only below here.
//! Used by `app::find` (search), `app::index` (index, rebuild) and the pages (highlight).

mod analyzer;
mod audit;
mod collect;
mod dictionary;
mod document;
mod error;
mod folder;
mod highlight;
mod indexer;
mod purge;
mod query;
mod readings;
mod rebuild;
mod schema;
mod searcher;
mod tiers;

pub use audit::{Expectation, Indexed};
pub use document::{Change, SearchDocument};
pub use error::SearchError;
pub use folder::{Opened, Reason, SearchIndex, Stamp};
pub use highlight::{Segment, Snippet, Terms, highlight, holds_all, marks, snippet};
pub use indexer::Indexer;
pub use query::{Accept, Filters, Order, PAGE_MAX, Query, TextsOf};
pub use rebuild::{Progress, rebuild};
pub use searcher::{Hint, Hit, Hits, Meaning, Searcher, Total};
