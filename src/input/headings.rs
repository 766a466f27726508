//! Plain text and Markdown as a profile: all of it is the description, but for what stands under the heading of a planned
//! project.

use crate::profile::Profile;

/// Headings of a planned project, folded.
const PROJECT: [&str; 20] = [
    "project",
    "planned project",
    "our planned project",
    "proposed project",
    "investment project",
    "investment plan",
    "planned investment",
    "project plan",
    "拟建项目",
    "拟建项目简介",
    "拟建项目情况",
    "拟建内容",
    "拟投资项目",
    "拟投项目",
    "拟落地项目",
    "投资项目",
    "投资意向",
    "投资计划",
    "计划投资项目",
    "意向项目",
];

/// A text as a profile. A Markdown heading (`## Planned project`) reaches to the next heading of its level or above; a
/// line that begins with one and a colon (`拟建项目：…`) to the next blank line after text.
pub(super) fn of_text(text: &str) -> Profile {
    let mut rest = String::with_capacity(text.len());
    let mut project = String::new();
    let mut under: Option<Under> = None;
    for line in text.split_inclusive('\n') {
        under = under.filter(|under| !under.ends_at(line, &project));
        if let Some((begun, same_line)) = begins(line) {
            under = Some(begun);
            project.push_str(same_line);
        } else if under.is_some() {
            project.push_str(line);
        } else {
            rest.push_str(line);
        }
    }
    let project = project.trim();
    if project.is_empty() {
        return Profile::from_text(text);
    }
    let description = (!rest.trim().is_empty()).then_some(rest);
    Profile {
        description,
        project: Some(project.to_owned()),
        ..Profile::default()
    }
}

/// What the lines of a project stand under.
enum Under {
    /// A Markdown heading of this level.
    Heading(usize),
    /// A line with a colon.
    Line,
}

impl Under {
    fn ends_at(&self, line: &str, project: &str) -> bool {
        match (self, level(line)) {
            (Self::Heading(above), Some(level)) => level <= *above,
            (Self::Heading(_), None) => false,
            (Self::Line, Some(_)) => true,
            (Self::Line, None) => line.trim().is_empty() && !project.trim().is_empty(),
        }
    }
}

/// The level of a Markdown heading.
fn level(line: &str) -> Option<usize> {
    let signs = line.len() - line.trim_start_matches('#').len();
    let follows = line[signs..].starts_with([' ', '\t']);
    ((1..=6).contains(&signs) && follows).then_some(signs)
}

/// Whether a line is the heading of a project, and what of the project stands in it.
fn begins(line: &str) -> Option<(Under, &str)> {
    let is_project = |heading: &str| {
        let heading = heading.trim_matches(|c: char| c.is_whitespace() || "*_:：".contains(c));
        PROJECT.contains(&heading.to_lowercase().as_str())
    };
    if let Some(level) = level(line) {
        return is_project(&line[level..]).then_some((Under::Heading(level), ""));
    }
    let (heading, same_line) = line.split_once([':', '：'])?;
    let same_line = same_line.trim_start_matches("**");
    is_project(heading).then_some((Under::Line, same_line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_read(text: &str, description: Option<&str>, project: Option<&str>) {
        let profile = of_text(text);
        assert_eq!(
            (profile.description.as_deref(), profile.project.as_deref()),
            (description, project),
            "{text}"
        );
    }

    #[test]
    fn a_project_stands_under_its_heading() {
        assert_read(
            "# Cell Works\nMakes cells.\n\n## Planned project\nA plant.\n\n### Jobs\n800\n\n## Contact\nX\n",
            Some("# Cell Works\nMakes cells.\n\n## Contact\nX\n"),
            Some("A plant.\n\n### Jobs\n800"),
        );
        assert_read(
            "生产电芯。\n拟建项目：年产20GWh电池\n投资20亿元\n\n成立于2011年。",
            Some("生产电芯。\n\n成立于2011年。"),
            Some("年产20GWh电池\n投资20亿元"),
        );
        assert_read("**Project:**\n\nA plant.\n", None, Some("A plant."));
    }

    #[test]
    fn other_texts_are_descriptions() {
        for text in [
            "Projects: a bridge, a tunnel.",
            "## Projects\nA bridge.",
            "We plan a project: a plant.",
            "Project:\n",
        ] {
            assert_read(text, Some(text), None);
        }
    }
}
