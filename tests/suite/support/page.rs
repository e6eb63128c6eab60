//! What the router answered, read as a person or a browser would.

use axum::http::{HeaderMap, StatusCode, header};

/// An answer.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Page {
    pub(crate) fn html(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The page's words: tags out, entities back, blanks folded.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        let mut in_tag = false;
        for letter in self.html().chars() {
            match letter {
                '<' => in_tag = true,
                '>' => {
                    in_tag = false;
                    text.push(' ');
                }
                letter if !in_tag => text.push(letter),
                _ => {}
            }
        }
        let text = text.replace("&#38;", "&").replace("&#34;", "\"").replace("&#39;", "'");
        let text = text.replace("&#60;", "<").replace("&#62;", ">");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    /// Numbers of the petitions that the page's table or hits link to, in order, each once.
    pub(crate) fn numbers(&self) -> Vec<String> {
        let mut numbers: Vec<String> = Vec::new();
        for part in self.html().split("href=\"/don/").skip(1) {
            let number = part.split('"').next().unwrap();
            let is_number = number.split_once('/').is_some_and(|(year, serial)| {
                year.parse::<u16>().is_ok() && serial.parse::<u32>().is_ok()
            });
            if is_number && !numbers.contains(&number.to_owned()) {
                numbers.push(number.to_owned());
            }
        }
        numbers
    }

    /// Addresses that the page links to.
    pub(crate) fn links(&self) -> Vec<String> {
        let html = self.html();
        let parts = html.split("href=\"").skip(1);
        parts.map(|part| part.split('"').next().unwrap().replace("&#38;", "&")).collect()
    }

    /// The value of a form's field.
    pub(crate) fn value(&self, name: &str) -> String {
        let html = self.html();
        let field = html.split(&format!("name=\"{name}\"")).nth(1).expect("no such field");
        let value = field.split("value=\"").nth(1).expect("no value");
        value.split('"').next().unwrap().to_owned()
    }

    /// What a browser would send of the form with this action, untouched.
    pub(crate) fn form_fields(&self, action: &str) -> Vec<(String, String)> {
        let html = self.html();
        let form = html.split(&format!("action=\"{action}\"")).nth(1).expect("no such form");
        let form = form.split("</form>").next().unwrap();
        let mut fields = Vec::new();
        for (at, _) in form.match_indices(" name=\"") {
            let start = form[..at].rfind('<').unwrap();
            let tag = form[start..].split('>').next().unwrap();
            let inside = &form[start + tag.len() + 1..];
            let of = |tag: &str, name: &str| {
                let value = tag.split(&format!(" {name}=\"")).nth(1);
                plain(value.and_then(|value| value.split('"').next()).unwrap_or_default())
            };
            let value = if tag.starts_with("<textarea") {
                Some(plain(inside.split("</textarea>").next().unwrap()).replace('\n', "\r\n"))
            } else if tag.starts_with("<select") {
                let options = inside.split("</select>").next().unwrap();
                let chosen = options.split("<option").find(|option| option.contains(" selected"));
                Some(chosen.map(|option| of(option, "value")).unwrap_or_default())
            } else {
                let is_off = tag.contains("checkbox") && !tag.contains(" checked");
                (!is_off).then(|| of(tag, "value"))
            };
            fields.extend(value.map(|value| (of(tag, "name"), value)));
        }
        fields
    }
}

/// Entities back.
fn plain(html: &str) -> String {
    let text = html.replace("&#34;", "\"").replace("&#39;", "'");
    text.replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&")
}

/// Fields as a browser posts them.
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    pairs.join("&")
}

pub(crate) fn encode(value: &str) -> String {
    let encoded: Vec<String> = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
    encoded.concat()
}
