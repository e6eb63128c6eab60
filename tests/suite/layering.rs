//! The borders between the layers, which one crate's compiler does not guard: reads the `use` lines of every file.

use std::fs;
use std::path::{Path, PathBuf};

/// Layer, what of ours it may name.
const ALLOWED: &[(&str, &[&str])] = &[
    ("domain", &["domain"]),
    ("workbook", &["workbook", "domain"]),
    ("practice", &["practice", "domain"]),
    ("search", &["search", "domain"]),
    ("store", &["store", "domain", "clock"]),
    ("app", &["app", "domain", "store", "search", "clock", "label", "workbook", "practice"]),
    ("label", &["label", "app", "domain", "store", "search", "workbook"]),
    ("jobs", &["jobs", "app", "domain"]),
    ("web", &["web", "app", "domain", "store", "search", "label", "workbook"]),
];

/// Libraries that are named in one layer only.
const OWNED_LIBRARIES: &[(&str, &str)] = &[
    ("redb::", "store"),
    ("bincode::", "store/codec"),
    ("tantivy::", "search"),
    ("axum::", "web"),
    ("axum_server::", "web"),
    ("rustls::", "web/tls"),
    ("webpki::", "web/tls"),
    ("askama::", "web"),
    ("calamine::", "workbook"),
];

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_layer_names_only_what_it_may() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut seen = 0;
    for file in files {
        let place = file.strip_prefix(&root).unwrap().with_extension("");
        let place = place.to_string_lossy().into_owned();
        let layer = place.split('/').next().unwrap().to_owned();
        let code = code_of(&file);
        for (library, owner) in OWNED_LIBRARIES {
            let is_named = code.contains(&format!("use {library}"))
                || code.contains(&format!(" {library}"))
                || code.contains(&format!("({library}"));
            assert!(!is_named || place.starts_with(owner), "{place} names {library}");
        }
        // A route without what it needs can't be added.
        let is_of_router = [".route(", ".nest(", ".merge("].iter().any(|one| code.contains(one));
        let may_route = layer != "web" || place == "web/table";
        assert!(!is_of_router || may_route, "{place} adds a route past the table");
        if layer == "domain" {
            for forbidden in
                ["std::fs", "std::net", "std::env", "std::time", "std::thread", "async "]
            {
                let product = code.split("#[cfg(test)]").next().unwrap();
                assert!(!product.contains(forbidden), "{place} is not pure: {forbidden}");
            }
        }
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == layer) else { continue };
        for part in code.split("crate::").skip(1) {
            let named: String =
                part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            seen += 1;
            assert!(allowed.contains(&named.as_str()), "{place} may not name crate::{named}");
        }
    }
    assert!(seen > 300, "only {seen} names were looked at");
}
