//! Addresses of the routes: the pattern of each filled with values, for the tests that walk the whole table.

use donthu::web::routes::table;
use donthu::web::table::{Needs, Route};

/// A value for each parameter that an address has; the petition is the first of 2017.
pub(crate) fn sample(parameter: &str) -> String {
    let value = match parameter {
        "year" => "2017",
        "serial" => "0001",
        "step" => "phan-loai",
        "rule" => "KN1-GQ",
        "file" => "app.css",
        "upload" | "event" | "batch" | "row" | "account" | "unit" => "1",
        unknown => panic!("give {{{unknown}}} a sample value here"),
    };
    value.to_owned()
}

/// The route's address with these values.
pub(crate) fn filled(route: &Route, value: impl Fn(&str) -> String) -> String {
    let mut parts = route.pattern.split('{');
    let mut address = parts.next().unwrap().to_owned();
    for part in parts {
        let (parameter, rest) = part.split_once('}').unwrap();
        address.push_str(&value(parameter));
        address.push_str(rest);
    }
    address
}

/// What the routes with a person behind them are: each with a sample address.
pub(crate) fn guarded() -> Vec<(Route, String)> {
    let guarded = table().into_iter().filter(|route| route.needs != Needs::Anybody);
    guarded.map(|route| (route, filled(&route, sample))).collect()
}

/// The route that an address leads to, as the router finds it: a literal part before a parameter.
pub(crate) fn found(method: &str, address: &str) -> Option<Route> {
    let path = address.split(['?', '#']).next().unwrap();
    let given: Vec<&str> = path.split('/').collect();
    let fits = |route: &Route| {
        let parts: Vec<&str> = route.pattern.split('/').collect();
        let mut pairs = parts.iter().zip(&given);
        let is_same = pairs.all(|(part, given)| part.starts_with('{') || part == given);
        route.method == method && parts.len() == given.len() && is_same
    };
    let fitting = table().into_iter().filter(fits);
    fitting.min_by_key(|route| route.pattern.matches('{').count())
}
