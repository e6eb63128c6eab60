//! Our side of the benchmark: the real application, asked as a leader's search page asks it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use chrono::NaiveDate;
use donthu::app::error::AppError;
use donthu::app::find::{self, Reader, Request};
use donthu::app::{App, index, practice, settings};
use donthu::clock::Clock;
use donthu::domain::id::AccountId;
use donthu::domain::listing::Filter;
use donthu::domain::permission::{Actor, Post, Role};
use donthu::practice::PracticePetition;

use crate::mix::{BenchQuery, Class};

/// Petitions of one transaction while loading, as `donthu demo` does.
const CHUNK: usize = 2000;
/// Of the people who take the steps of the petitions; nobody signs in.
const PASSWORD: &str = "con mèo leo cây cau";
/// Hits of a page.
const PAGE: usize = 20;

/// The open office.
pub(crate) struct DonthuSide {
    pub(crate) app: Arc<App>,
    pub(crate) reader: Actor,
    waiting: Vec<PracticePetition>,
    stop: Arc<AtomicBool>,
    indexing: Option<JoinHandle<()>>,
}

impl DonthuSide {
    /// The office of a folder, empty if it is new.
    pub(crate) fn open(folder: &Path) -> Result<Self, AppError> {
        let app = Arc::new(App::open(folder, Clock::System)?);
        settings::seed(&app, Some("Benchmark"))?;
        practice::open_accounts(&app, PASSWORD)?;
        let posts = [Role::Leader, Role::IntakeOfficer].map(|role| Post { role, unit: None });
        let reader = Actor {
            account: AccountId(1),
            full_name: "Benchmark".into(),
            posts: posts.to_vec(),
            from: None,
        };
        let stop = Arc::new(AtomicBool::new(false));
        Ok(Self { app, reader, waiting: Vec::with_capacity(CHUNK), stop, indexing: None })
    }

    /// Adds a petition.
    pub(crate) fn push(&mut self, petition: &PracticePetition) -> Result<(), AppError> {
        self.waiting.push(petition.clone());
        if self.waiting.len() == CHUNK {
            practice::register(&self.app, std::mem::take(&mut self.waiting))?;
        }
        Ok(())
    }

    /// Makes everything durable and findable.
    pub(crate) fn finish(&mut self) -> Result<(), AppError> {
        practice::register(&self.app, std::mem::take(&mut self.waiting))?;
        practice::make_durable(&self.app)?;
        index::rebuild_now(&self.app)
    }

    /// Follows the changes from now on.
    pub(crate) fn follow(&mut self) {
        let (app, stop) = (Arc::clone(&self.app), Arc::clone(&self.stop));
        self.indexing = Some(std::thread::spawn(move || index::follow(&app, &stop)));
    }

    /// Rows of the first page, with permissions, filters and highlights.
    pub(crate) fn search(&mut self, query: &BenchQuery) -> Result<usize, AppError> {
        let filter = query.within.map_or_else(Filter::default, |(unit, year)| Filter {
            unit: Some(unit),
            received_from: NaiveDate::from_ymd_opt(year, 1, 1),
            received_to: NaiveDate::from_ymd_opt(year, 12, 31),
            ..Filter::default()
        });
        let is_phrase = query.class == Class::Phrase;
        let text = if is_phrase { format!("\"{}\"", query.text) } else { query.text.clone() };
        let request = Request {
            text,
            as_you_type: query.class == Class::Prefix,
            newest_first: query.class == Class::Filtered,
            filter,
            limit: PAGE,
            ..Request::default()
        };
        Ok(find::search(&self.app, Reader::Person(&self.reader), &request)?.hits.len())
    }
}

impl Drop for DonthuSide {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        self.app.index.request_stop();
        if let Some(indexing) = self.indexing.take() {
            drop(indexing.join());
        }
    }
}
