//! The search cases on the imported ledger, asked as the console asks.

use std::collections::{BTreeMap, HashMap, HashSet};

use donthu::app::find::{self, Reader, Request};
use donthu::app::{App, index};
use donthu::clock::Clock;
use serde_json::Value;

use crate::ledger_truth::Truth;
use crate::process::Folder;

#[test]
fn at_least_98_of_100_search_cases_hold_and_no_type_is_under_90() {
    let folder = Folder::with_ledger();
    let app = App::open(&folder.data(), Clock::System).unwrap();
    index::bring_up_to_date(&app).unwrap();
    let truth = Truth::load().0;
    let numbers: HashMap<(&str, u64), u64> = truth
        .iter()
        .map(|row| {
            let place = (row["sheet"].as_str().unwrap(), row["row"].as_u64().unwrap());
            (place, row["no"].as_u64().unwrap())
        })
        .collect();
    let cases: Vec<Value> =
        serde_json::from_slice(include_bytes!("../fixtures/search-cases.json")).unwrap();
    let snapshot = app.store.read().unwrap();
    let mut tallies: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    for case in &cases {
        let limit = usize::try_from(case["top"].as_u64().unwrap()).unwrap();
        let text = case["query"].as_str().unwrap().to_owned();
        let request = Request { text, as_you_type: true, limit, ..Request::default() };
        let answer = find::search(&app, Reader::Console, &request).unwrap();
        let origins =
            answer.hits.iter().filter_map(|hit| snapshot.petition(hit.row.id).unwrap()?.origin);
        let found: HashSet<u64> = origins
            .filter_map(|origin| numbers.get(&(origin.sheet.as_str(), origin.row.into())).copied())
            .collect();
        let expected = case["expect"].as_array().unwrap();
        let kind = case["type"].as_str().unwrap();
        let tally = tallies.entry(kind).or_default();
        tally.1 += 1;
        if expected.iter().any(|number| found.contains(&number.as_u64().unwrap())) {
            tally.0 += 1;
        } else {
            missed.push(format!("{kind} | {}", request.text));
        }
    }
    let right: usize = tallies.values().map(|(right, _)| right).sum();
    assert!(right * 100 >= cases.len() * 98, "{right} of {}: {missed:?}", cases.len());
    for (kind, (right, of)) in tallies {
        assert!(right * 10 >= of * 9, "{kind}: {right} of {of}: {missed:?}");
    }
}
