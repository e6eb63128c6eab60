//! Follows every link and search form that a person is shown, from the first page on, as far as it leads.

use std::collections::{BTreeMap, HashMap, VecDeque};

use axum::http::StatusCode;
use donthu::domain::ledger::Cell;
use donthu::web::routes::table;
use donthu::workbook::{self, Limits, Pace};

use super::address::found;
use super::city::Person;
use super::html::{forms, tags};
use super::{Office, Page, page};

/// Addresses that differ only in what they ask for are opened this often.
const OF_A_SHAPE: usize = 2;

/// Every page that the person reaches, by its address. Routes without parameters are tried whether linked or not.
pub(crate) async fn everything(office: &Office, person: &Person) -> BTreeMap<String, Page> {
    let plain =
        table().into_iter().filter(|route| route.method == "GET" && !route.pattern.contains('{'));
    let mut waiting: VecDeque<String> = plain.map(|route| route.pattern.to_owned()).collect();
    let (mut shapes, mut seen) = (HashMap::new(), BTreeMap::new());
    while let Some(address) = waiting.pop_front() {
        let opened: &mut usize = shapes.entry(shape(&address)).or_default();
        if *opened >= OF_A_SHAPE || seen.contains_key(&address) {
            continue;
        }
        *opened += 1;
        let answer = office.get(&person.cookie, &address).await;
        assert!(
            !answer.status.is_server_error(),
            "{} at {address}: {}",
            person.name,
            answer.text()
        );
        waiting.extend(leads(&answer));
        seen.insert(address, answer);
    }
    seen
}

/// Where a page leads to, within the house and but for the static files.
fn leads(answer: &Page) -> Vec<String> {
    if answer.status == StatusCode::SEE_OTHER {
        return vec![answer.location().to_owned()];
    }
    if is_sheet(answer) {
        return Vec::new();
    }
    let html = answer.html();
    let links = tags(&html).into_iter().filter(|tag| tag.name == "a");
    let links = links.filter_map(|tag| tag.get("href").map(str::to_owned));
    let asked = forms(&html)
        .into_iter()
        .filter(|form| !form.is_post)
        .map(|form| format!("{}?{}", form.action, page::form(&form.pairs())));
    let all = links.chain(asked).map(|address| address.split('#').next().unwrap().to_owned());
    all.filter(|address| address.starts_with('/') && !address.starts_with("/tinh/")).collect()
}

/// The path of a petition, else the route, and the names of what is asked for.
fn shape(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let is_petition = path.starts_with("/don/2");
    let route = found("GET", path).filter(|_| !is_petition).map_or(path, |route| route.pattern);
    let mut names: Vec<&str> =
        query.split('&').map(|pair| pair.split('=').next().unwrap()).collect();
    names.sort_unstable();
    format!("{route}?{}", names.join("&"))
}

pub(crate) fn is_sheet(answer: &Page) -> bool {
    answer.headers.get("content-type").is_some_and(|kind| kind.to_str().unwrap().contains("sheet"))
}

/// Everything that an answer tells: its source, or the cells of its sheets.
pub(crate) fn told(answer: &Page) -> String {
    if !is_sheet(answer) {
        let headers = answer.headers.iter().map(|(_, value)| value.to_str().unwrap_or_default());
        return format!("{}\n{}", headers.collect::<Vec<_>>().join("\n"), answer.html());
    }
    let sheets = workbook::read("don.xlsx", &answer.bytes, &Limits::default(), &|_| Pace::GoOn);
    let rows = sheets.unwrap().into_iter().flat_map(|sheet| sheet.rows);
    let cells = rows.flat_map(|row| row.cells).map(|(_, cell)| match cell {
        Cell::Text(text) | Cell::Number(text) => text,
        Cell::Date(day) => day.to_string(),
    });
    cells.collect::<Vec<_>>().join("\n")
}
