//! Whatever is typed into the search box gives an answer: never an error, never a panic, never a long wait.
//!
//! The first byte chooses the page, and whether the last word is still being typed.
#![no_main]

use donthu::app::find::{Reader, Request, search};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: { donthu_fuzz::office(); }, |data: &[u8]| {
    let Some((choice, text)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(text).into_owned();
    let request = Request {
        as_you_type: choice & 1 == 1,
        newest_first: choice & 2 == 2,
        with_facets: choice & 4 == 4,
        offset: usize::from(choice >> 3),
        limit: 20,
        text,
        ..Request::default()
    };
    let found = search(&donthu_fuzz::office().app, Reader::Console, &request).unwrap();
    for hit in &found.hits {
        let sender: String = hit.sender.iter().map(|piece| piece.text.as_str()).collect();
        assert!(hit.excerpt.iter().all(|piece| !piece.text.is_empty()), "{sender}");
    }
});
