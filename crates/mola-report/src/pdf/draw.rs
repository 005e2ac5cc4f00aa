//! Marks on sheets become a PDF, with what it takes to have it read out.

use super::letters::{Face, width};
use super::sheets::{Colour, FOOT, HEIGHT, Link, MARGIN, Mark, Pair, Role, Sheet, Sheets, Style, WIDTH};
use crate::ReportError;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::destination::{Destination, NamedDestination, XyzDestination};
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree,
};
use krilla::text::{Font, TextDirection};
use krilla::{Document, SerializeSettings};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU16;

/// What a document is called.
pub(super) struct About {
    pub title: String,
    pub language: &'static str,
    /// Stands at the foot of each sheet.
    pub foot: String,
}

/// A part in the outline.
pub(super) struct Head {
    pub title: String,
    pub sheet: usize,
    pub y: f32,
}

/// The PDF of these sheets.
pub(super) fn draw(sheets: &Sheets, heads: &[Head], about: &About) -> Result<Vec<u8>, ReportError> {
    let font = |face: Face| Font::new(face.file().into(), 0).ok_or(ReportError::Pdf("a font".to_owned()));
    let mut pen = Pen { plain: font(Face::Plain)?, bold: font(Face::Bold)?, read: BTreeMap::new() };
    let mut document = Document::new_with(SerializeSettings::default());
    let count = sheets.list.len();
    for (number, sheet) in sheets.list.iter().enumerate() {
        pen.sheet(&mut document, sheet, &format!("{} / {count}", number + 1), about);
    }
    name_figures(&mut document, sheets);
    let mut outline = Outline::new();
    for head in heads {
        outline.push_child(OutlineNode::new(head.title.clone(), place(head.sheet, head.y)));
    }
    document.set_outline(outline);
    let metadata = Metadata::new().title(about.title.clone()).language(about.language.to_owned());
    document.set_metadata(metadata.creator("Mola".to_owned()));
    document.set_tag_tree(Reading { roles: &sheets.roles, read: pen.read, at: 0 }.tree(about.language));
    document.finish().map_err(|error| ReportError::Pdf(format!("{error:?}")))
}

/// Gives each figure the place where it first stands, so that a link can lead to it by its id.
fn name_figures(document: &mut Document, sheets: &Sheets) {
    let mut named = BTreeSet::new();
    for (number, sheet) in sheets.list.iter().enumerate() {
        for (name, y) in sheet.anchors.iter().filter(|(name, _)| named.insert(name.clone())) {
            let named = NamedDestination::new(name.clone(), place(number, y - 6.0));
            // Each name comes once: none is refused.
            document.register_named_destination(named).unwrap_or_default();
        }
    }
}

fn place(sheet: usize, y: f32) -> XyzDestination {
    XyzDestination::new(sheet, Point::from_xy(0.0, y.max(0.0)))
}

struct Pen {
    plain: Font,
    bold: Font,
    /// What was drawn of each role, in order.
    read: BTreeMap<usize, Vec<Identifier>>,
}

impl Pen {
    fn sheet(&mut self, document: &mut Document, sheet: &Sheet, number: &str, about: &About) {
        let Some(settings) = PageSettings::from_wh(WIDTH, HEIGHT) else { return };
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        // Marks of one role are read as one, where nothing else is drawn between them.
        let mut open = None;
        for mark in &sheet.marks {
            let of = if let Mark::Text(writing) = mark { writing.of } else { None };
            if open != Some(of) {
                self.turn(&mut surface, open.is_some(), of);
                open = Some(of);
            }
            self.mark(&mut surface, mark);
        }
        self.turn(&mut surface, open.is_some(), None);
        self.foot(&mut surface, number, about);
        surface.end_tagged();
        surface.finish();
        sheet.links.iter().filter_map(annotation).for_each(|link| page.add_annotation(link));
        page.finish();
    }

    /// Ends what was drawn and begins what belongs to another role, or to none.
    fn turn(&mut self, surface: &mut Surface<'_>, is_open: bool, of: Option<usize>) {
        if is_open {
            surface.end_tagged();
        }
        match of {
            Some(role) => {
                let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                self.read.entry(role).or_default().push(identifier);
            }
            None => {
                surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)));
            }
        }
    }

    fn foot(&self, surface: &mut Surface<'_>, number: &str, about: &About) {
        let style = Style::plain(7.5, Colour::MUTED);
        let y = HEIGHT - FOOT - 6.0;
        let right = WIDTH - MARGIN - width(number, style.size, style.face);
        self.text(surface, (MARGIN, y), style, &about.foot);
        self.text(surface, (right, y), style, number);
    }

    fn mark(&self, surface: &mut Surface<'_>, mark: &Mark) {
        let (path, fill, stroke) = match mark {
            Mark::Text(writing) => return self.text(surface, writing.at, writing.style, &writing.text),
            Mark::Fill { at, size, colour } => (rectangle(*at, *size), Some(*colour), None),
            Mark::Outline { at, size, colour } => (rectangle(*at, *size), None, Some(stroke(*colour, 1.25))),
            Mark::Line { from, to, width, colour } => (polyline(&[*from, *to]), None, Some(stroke(*colour, *width))),
            Mark::Dashes { points, colour } => {
                let dash = Some(StrokeDash { array: vec![6.0, 3.5], offset: 0.0 });
                (polyline(points), None, Some(Stroke { dash, ..stroke(*colour, 2.0) }))
            }
        };
        // A bar of no height is no path.
        if let Some(path) = path {
            paint(surface, fill, stroke);
            surface.draw_path(&path);
        }
    }

    fn text(&self, surface: &mut Surface<'_>, (x, y): Pair, style: Style, text: &str) {
        paint(surface, Some(style.colour), None);
        let font = if style.face == Face::Bold { &self.bold } else { &self.plain };
        surface.draw_text(Point::from_xy(x, y), font.clone(), style.size, text, false, TextDirection::Auto);
    }
}

fn paint(surface: &mut Surface<'_>, fill: Option<Colour>, stroke: Option<Stroke>) {
    surface.set_fill(fill.map(|colour| Fill { paint: ink(colour).into(), ..Fill::default() }));
    surface.set_stroke(stroke);
}

fn ink(Colour(red, green, blue): Colour) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

fn stroke(colour: Colour, width: f32) -> Stroke {
    Stroke { paint: ink(colour).into(), width, ..Stroke::default() }
}

fn rectangle((x, y): Pair, (width, height): Pair) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}

fn polyline(points: &[Pair]) -> Option<Path> {
    let ((x, y), rest) = points.split_first()?;
    let mut path = PathBuilder::new();
    path.move_to(*x, *y);
    rest.iter().for_each(|(x, y)| path.line_to(*x, *y));
    path.finish()
}

fn annotation(link: &Link) -> Option<Annotation> {
    let rect = Rect::from_xywh(link.at.0, link.at.1, link.size.0, link.size.1)?;
    let target = Target::Destination(Destination::Xyz(place(link.to.0, link.to.1)));
    Some(Annotation::new_link(LinkAnnotation::new(rect, target), None))
}

/// What is read out, in order: titles, paragraphs, charts by their words, tables by rows and cells.
struct Reading<'r> {
    roles: &'r [Role],
    read: BTreeMap<usize, Vec<Identifier>>,
    /// The role that comes next.
    at: usize,
}

impl Reading<'_> {
    fn tree(mut self, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        while let Some(role) = self.roles.get(self.at) {
            let own = self.next();
            tree.push(match role {
                Role::Title => TagGroup::with_children(heading(1), own),
                Role::Heading => TagGroup::with_children(heading(2), own),
                Role::Subheading => TagGroup::with_children(heading(3), own),
                Role::Paragraph | Role::Row(_) | Role::Cell => TagGroup::with_children(Tag::P, own),
                Role::Figure(alt) => TagGroup::with_children(Tag::Figure(Some(alt.clone())), own),
                Role::Table(title) => self.table(title),
            });
        }
        tree
    }

    fn table(&mut self, title: &str) -> TagGroup {
        let mut table = TagGroup::new(Tag::Table.with_summary(Some(title.to_owned())));
        while let Some(Role::Row(is_header)) = self.roles.get(self.at) {
            self.at += 1;
            let mut row = TagGroup::new(Tag::TR);
            while let Some(Role::Cell) = self.roles.get(self.at) {
                let own = self.next();
                row.push(match is_header {
                    true => TagGroup::with_children(Tag::TH(TableHeaderScope::Column), own),
                    false => TagGroup::with_children(Tag::TD, own),
                });
            }
            table.push(row);
        }
        table
    }

    /// What was drawn of the role that comes next.
    fn next(&mut self) -> Vec<Node> {
        self.at += 1;
        self.read.remove(&(self.at - 1)).unwrap_or_default().into_iter().map(Node::from).collect()
    }
}

fn heading(level: u16) -> Tag<krilla::tagging::kind::Hn> {
    Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), None)
}
