//! `/tim`: free-text search, as one types; marked in the text, counted along kind, state, unit and year.

use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Deserialize;

use super::error::PageResult;
use super::extract::{Query, SignedIn};
use super::form::blocking;
use super::page::{Frame, Place, html};
use super::petitions::list::{Line, line};
use super::view::ListQuery;
use super::{Shared, filters};
use crate::app::App;
use crate::app::error::AppError;
use crate::app::find::{self, Found, FoundPetition, Piece, Reader, Request};
use crate::app::identity;
use crate::app::settings::Office;
use crate::domain::listing::{Filter, StatusFilter, Today};
use crate::domain::permission::Actor;
use crate::label;
use crate::search::SearchError;
use crate::store::columns::Facets;

/// Hits of a page.
const PAGE_HITS: usize = 20;
/// The last page: searches go no deeper than 2,000 hits.
const LAST_PAGE: usize = 100;
/// Units offered as facets: the largest.
const FACET_UNITS: usize = 12;

/// What a search asks beside the filter.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SearchQuery {
    q: String,
    /// Page, from 1.
    trang: usize,
    /// `moi`: latest receipt first.
    thu_tu: String,
}

#[derive(Template)]
#[template(path = "search.html", config = "assets/askama.toml")]
struct SearchPage {
    frame: Frame,
    results: Results,
    /// Filters in force, to be kept by the form.
    kept: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "search_results.html", config = "assets/askama.toml")]
struct Results {
    query: String,
    /// Petitions whose protected sender is exactly what was typed, for who may know that.
    protected: Vec<Line>,
    hits: Vec<Hit>,
    /// How many, in words; empty before anything was asked.
    count: String,
    hint: String,
    facets: Vec<FacetGroup>,
    /// Filters in force: words and the address without them.
    chosen: Vec<(String, String)>,
    next_page: Option<String>,
    previous_page: Option<String>,
    other_order: Option<(&'static str, String)>,
}

struct Hit {
    line: Line,
    sender: Vec<Piece>,
    excerpt: Vec<Piece>,
}

struct FacetGroup {
    label: &'static str,
    entries: Vec<FacetEntry>,
}

struct FacetEntry {
    label: String,
    address: String,
    count: u64,
}

/// Who searches, for what, within which filter.
type Asked = (SignedIn, Query<SearchQuery>, Query<ListQuery>);

pub(super) async fn show(
    State(app): State<Shared>,
    (SignedIn(actor), Query(asked), Query(list)): Asked,
) -> PageResult {
    let page = blocking(&app, move |app| {
        let mut frame = Frame::new(app, &actor, Place::Search)?;
        frame.query.clone_from(&asked.q);
        let filter = list.filter();
        let results = results(app, &actor, &asked, &filter)?;
        Ok(SearchPage { frame, results, kept: kept(&filter) })
    })
    .await?;
    html(&page)
}

/// The results alone, while one types.
pub(super) async fn results_only(
    State(app): State<Shared>,
    (SignedIn(actor), Query(asked), Query(list)): Asked,
) -> PageResult {
    let page = blocking(&app, move |app| results(app, &actor, &asked, &list.filter())).await?;
    html(&page)
}

fn results(
    app: &App,
    actor: &Actor,
    asked: &SearchQuery,
    filter: &Filter,
) -> Result<Results, AppError> {
    let page = asked.trang.clamp(1, LAST_PAGE);
    let newest_first = asked.thu_tu == "moi";
    let request = Request {
        text: asked.q.clone(),
        as_you_type: true,
        filter: filter.clone(),
        offset: (page - 1).saturating_mul(PAGE_HITS),
        limit: PAGE_HITS,
        newest_first,
        with_facets: true,
    };
    let address =
        |filter: &Filter, page: usize, newest: bool| search_address(&asked.q, filter, page, newest);
    let chosen = chosen(filter, &app.office(), |filter| address(filter, 1, newest_first));
    let (office, today) = (app.office(), app.today());
    let protected = if page == 1 { identity::named(app, actor, &asked.q)? } else { Vec::new() };
    let mut results = Results {
        query: asked.q.clone(),
        protected: protected.iter().map(|row| line(row, &office, today)).collect(),
        hits: Vec::new(),
        count: String::new(),
        hint: String::new(),
        facets: Vec::new(),
        chosen,
        next_page: None,
        previous_page: None,
        other_order: None,
    };
    let found = match find::search(app, Reader::Person(actor), &request) {
        Ok(found) => found,
        Err(AppError::Search(SearchError::Building)) => {
            results.hint = building(app);
            return Ok(results);
        }
        Err(error) => return Err(error),
    };
    let seen = (page - 1) * PAGE_HITS + found.hits.len();
    let has_more =
        if found.is_exact { (seen as u64) < found.total } else { found.hits.len() == PAGE_HITS };
    results.next_page =
        (has_more && page < LAST_PAGE).then(|| address(filter, page + 1, newest_first));
    results.previous_page = (page > 1).then(|| address(filter, page - 1, newest_first));
    results.hint = found.hint.as_ref().map(label::search_hint).unwrap_or_default();
    if !found.hits.is_empty() {
        results.count = count_in_words(&found);
        let words = if newest_first { "Đúng nhất trước" } else { "Mới nhất trước" };
        results.other_order = Some((words, address(filter, 1, !newest_first)));
    }
    if let Some(facets) = &found.facets {
        results.facets =
            facet_groups(facets, filter, &app.office(), |filter| address(filter, 1, newest_first));
    }
    results.hits = found.hits.into_iter().map(|hit| with_line(hit, &office, today)).collect();
    Ok(results)
}

fn building(app: &App) -> String {
    format!(
        "Đang lập chỉ mục tìm kiếm ({} đơn đã xong). Danh sách và tiếp nhận đơn vẫn dùng được; \
         tải lại trang này sau ít phút.",
        label::count(app.index.rebuilt())
    )
}

fn count_in_words(found: &Found) -> String {
    let at_least = if found.is_exact { "" } else { "ít nhất " };
    format!("{at_least}{} đơn", label::count(found.total))
}

fn with_line(hit: FoundPetition, office: &Office, today: Today) -> Hit {
    Hit { line: line(&hit.row, office, today), sender: hit.sender, excerpt: hit.excerpt }
}

fn search_address(text: &str, filter: &Filter, page: usize, newest_first: bool) -> String {
    let mut parts = vec![("q", text.to_owned())];
    parts.extend(super::view::parts(filter));
    if page > 1 {
        parts.push(("trang", page.to_string()));
    }
    if newest_first {
        parts.push(("thu_tu", "moi".to_owned()));
    }
    super::view::joined("/tim", &parts)
}

/// The filter as hidden fields.
fn kept(filter: &Filter) -> Vec<(&'static str, String)> {
    super::view::parts(filter)
}

/// Each filter in force, with the address that lifts it.
fn chosen(
    filter: &Filter,
    office: &Office,
    address: impl Fn(&Filter) -> String,
) -> Vec<(String, String)> {
    let mut out = Vec::new();
    if let Some(kind) = filter.kind {
        let lifted = Filter { kind: None, ..filter.clone() };
        out.push((label::kind(kind).to_owned(), address(&lifted)));
    }
    if let Some(status) = filter.status {
        let lifted = Filter { status: None, ..filter.clone() };
        out.push((label::status_filter(status).to_owned(), address(&lifted)));
    }
    if let Some(unit) = filter.unit {
        let lifted = Filter { unit: None, ..filter.clone() };
        out.push((office.full_name(unit).to_owned(), address(&lifted)));
    }
    if filter.received_from.is_some() || filter.received_to.is_some() {
        let lifted = Filter { received_from: None, received_to: None, ..filter.clone() };
        let from = filter.received_from.map(label::date).unwrap_or_default();
        let to = filter.received_to.map(label::date).unwrap_or_default();
        out.push((format!("nhận {from}–{to}"), address(&lifted)));
    }
    out
}

fn facet_groups(
    facets: &Facets,
    filter: &Filter,
    office: &Office,
    address: impl Fn(&Filter) -> String,
) -> Vec<FacetGroup> {
    let entry = |label: &str, filter: Filter, count: u64| FacetEntry {
        label: label.to_owned(),
        address: address(&filter),
        count,
    };
    let kinds = facets.kinds.iter().map(|(kind, count)| {
        entry(label::kind(*kind), Filter { kind: Some(*kind), ..filter.clone() }, *count)
    });
    let statuses = facets.statuses.iter().map(|(status, count)| {
        let filter = Filter { status: Some(StatusFilter::One(*status)), ..filter.clone() };
        entry(label::status(*status), filter, *count)
    });
    let years = facets.years.iter().rev().map(|(year, count)| {
        let filter = Filter {
            received_from: NaiveDate::from_ymd_opt(i32::from(*year), 1, 1),
            received_to: NaiveDate::from_ymd_opt(i32::from(*year), 12, 31),
            ..filter.clone()
        };
        entry(&year.to_string(), filter, *count)
    });
    let mut by_size: Vec<_> = facets.units.iter().collect();
    by_size.sort_by_key(|(unit, count)| (std::cmp::Reverse(**count), **unit));
    let units = by_size.into_iter().take(FACET_UNITS).map(|(unit, count)| {
        let filter = Filter { unit: Some(*unit), ..filter.clone() };
        entry(office.short_name(*unit), filter, *count)
    });
    vec![
        FacetGroup { label: "Loại", entries: kinds.collect() },
        FacetGroup { label: "Trạng thái", entries: statuses.collect() },
        FacetGroup { label: "Năm", entries: years.collect() },
        FacetGroup { label: "Đơn vị", entries: units.collect() },
    ]
}
