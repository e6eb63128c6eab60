//! A page as a browser reads it: its tags with their attributes, and its forms with what they would send.

use html5gum::{HtmlString, Token, Tokenizer};

/// A tag that opens, with its attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Tag {
    pub(crate) fn get(&self, attribute: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(name, _)| name == attribute);
        found.map(|(_, value)| value.as_str())
    }
}

/// A form as it would be sent untouched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) is_post: bool,
    /// Whether it sends files.
    pub(crate) is_upload: bool,
    pub(crate) action: String,
    pub(crate) fields: Vec<Field>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) kind: FieldKind,
    pub(crate) is_required: bool,
}

/// What a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// Whatever is typed.
    Text,
    Day,
    Number,
    Password,
    /// One of these.
    Choice(Vec<String>),
    /// What stands in it.
    Fixed,
}

impl Form {
    /// What is sent of it.
    pub(crate) fn pairs(&self) -> Vec<(&str, &str)> {
        self.fields.iter().map(|field| (field.name.as_str(), field.value.as_str())).collect()
    }
}

enum Piece {
    Open(Tag),
    Close(String),
    Text(String),
}

fn text(raw: &HtmlString) -> String {
    String::from_utf8_lossy(raw).into_owned()
}

fn pieces(html: &str) -> Vec<Piece> {
    let read = Tokenizer::new(html).filter_map(|token| match token.unwrap() {
        Token::StartTag(tag) => {
            let attributes = tag.attributes.iter();
            let attributes = attributes.map(|(name, value)| (text(name), text(&value.value)));
            Some(Piece::Open(Tag { name: text(&tag.name), attributes: attributes.collect() }))
        }
        Token::EndTag(tag) => Some(Piece::Close(text(&tag.name))),
        Token::String(words) => Some(Piece::Text(text(&words.value))),
        Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => None,
    });
    read.collect()
}

/// Every tag that opens, in order.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    let open = |piece| if let Piece::Open(tag) = piece { Some(tag) } else { None };
    pieces(html).into_iter().filter_map(open).collect()
}

/// The forms of a page.
pub(crate) fn forms(html: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut is_inside = false;
    let (mut area, mut select) = (None, None);
    for piece in pieces(html) {
        let fields = forms.last_mut().filter(|_| is_inside).map(|form| &mut form.fields);
        match piece {
            Piece::Open(tag) if tag.name == "form" => {
                is_inside = true;
                let of = |name| tag.get(name).unwrap_or_default().to_owned();
                let is_upload = of("enctype") == "multipart/form-data";
                let is_post = of("method") == "post";
                forms.push(Form { is_post, is_upload, action: of("action"), fields: Vec::new() });
            }
            Piece::Open(tag) => {
                let Some(fields) = fields else { continue };
                match tag.name.as_str() {
                    "textarea" => {
                        area = tag.get("name").map(|name| (name.to_owned(), String::new()));
                    }
                    "select" => select = tag.get("name").map(str::to_owned),
                    "option" => {
                        if let Some(name) = &select {
                            add_option(fields, name, &tag);
                        }
                    }
                    "input" | "button" => fields.extend(sent(&tag)),
                    _ => {}
                }
            }
            Piece::Text(words) => {
                if let Some((_, text)) = &mut area {
                    text.push_str(&words);
                }
            }
            Piece::Close(name) if name == "textarea" => {
                if let (Some(fields), Some((name, value))) = (fields, area.take()) {
                    fields.push(Field { name, value, kind: FieldKind::Text, is_required: false });
                }
            }
            Piece::Close(name) if name == "form" => is_inside = false,
            Piece::Close(_) => {}
        }
    }
    forms
}

/// A choice is sent as its first option until another one is marked.
fn add_option(fields: &mut Vec<Field>, name: &str, tag: &Tag) {
    let value = tag.get("value").unwrap_or_default().to_owned();
    let is_chosen = tag.get("selected").is_some();
    let known = fields.iter_mut().find(|field| field.name == name);
    if let Some(Field { value: chosen, kind: FieldKind::Choice(options), .. }) = known {
        options.push(value.clone());
        if is_chosen {
            *chosen = value;
        }
        return;
    }
    let kind = FieldKind::Choice(vec![value.clone()]);
    fields.push(Field { name: name.to_owned(), value, kind, is_required: false });
}

/// What an input adds to its form: a box that is not ticked and a file add nothing.
fn sent(tag: &Tag) -> Option<Field> {
    let (kind, mode) = (tag.get("type").unwrap_or_default(), tag.get("inputmode"));
    let is_off = matches!(kind, "checkbox" | "radio") && tag.get("checked").is_none();
    let name = tag.get("name").filter(|_| !is_off && kind != "file")?;
    let kind = match (kind, mode, tag.get("placeholder")) {
        ("password", ..) => FieldKind::Password,
        ("" | "text" | "search", _, Some("dd/mm/yyyy")) => FieldKind::Day,
        ("" | "text" | "search", None, _) if tag.name == "input" => FieldKind::Text,
        ("" | "text" | "number", Some("numeric" | "decimal"), _) => FieldKind::Number,
        _ => FieldKind::Fixed,
    };
    let value = tag.get("value").unwrap_or_default().to_owned();
    let is_required = tag.get("required").is_some();
    Some(Field { name: name.to_owned(), value, kind, is_required })
}
