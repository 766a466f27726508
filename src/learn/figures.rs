//! Agreement on rows left out, as quick figures for choosing settings. `crate::eval` has the full evaluation, with its
//! intervals, of what ships; a sibling of this layer, which learning must not need.

/// Agreement in cross-validation on the rows of one source.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Which rows.
    pub rows: String,
    /// Number of companies in scope.
    pub in_scope: usize,
    /// Share of companies in scope with a relevant subdivision first.
    pub hit1: f64,
    /// The same among the first three.
    pub hit3: f64,
    /// Normalised discounted cumulative gain at 5.
    pub ndcg5: f64,
    /// Area under the curve of in scope against out of scope by top score.
    pub auroc: f64,
    /// Largest micro-F1 over all thresholds.
    pub best_f1: f64,
}

impl Figures {
    /// From companies as (grade of each subdivision, sum of each class), with the ids of the classes.
    pub(super) fn of(rows: String, companies: &[(Vec<u8>, &[f32])], class_ids: &[String]) -> Self {
        let (mut in_scope, mut hit1, mut hit3, mut ndcg) = (0_usize, 0_usize, 0_usize, 0.0);
        let (mut tops_in, mut tops_out) = (Vec::new(), Vec::new());
        let mut pairs: Vec<(f32, bool)> = Vec::new();
        let mut relevant_total = 0;
        for (grades, sums) in companies {
            let mut order: Vec<usize> = (0..grades.len())
                .filter(|class| !class_ids[*class].starts_with("aspect/") || grades[*class] >= 2)
                .collect();
            order.sort_by(|a, b| sums[*b].total_cmp(&sums[*a]));
            let relevant = grades.iter().filter(|grade| **grade >= 2).count();
            relevant_total += relevant;
            pairs.extend(
                order
                    .iter()
                    .take(10)
                    .map(|class| (sums[*class], grades[*class] >= 2)),
            );
            if relevant > 0 {
                in_scope += 1;
                hit1 += usize::from(grades[order[0]] >= 2);
                hit3 += usize::from(order.iter().take(3).any(|class| grades[*class] >= 2));
                ndcg += discounted(order.iter().map(|class| grades[*class]))
                    / discounted(sorted(grades));
                tops_in.push(sums[order[0]]);
            } else if grades.iter().all(|grade| *grade == 0) {
                tops_out.push(sums[order[0]]);
            }
        }
        let share = |part: f64| part / in_scope.max(1) as f64;
        Self {
            rows,
            in_scope,
            hit1: share(hit1 as f64),
            hit3: share(hit3 as f64),
            ndcg5: share(ndcg),
            auroc: auroc(&tops_in, &tops_out),
            best_f1: best_f1(pairs, relevant_total),
        }
    }
}

/// The share of pairs in which the company in scope scores higher; ties count half.
fn auroc(tops_in: &[f32], tops_out: &[f32]) -> f64 {
    let win = |a: &f32, b: &f32| match a.total_cmp(b) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    };
    let wins: f64 = tops_in
        .iter()
        .flat_map(|a| tops_out.iter().map(move |b| win(a, b)))
        .sum();
    wins / (tops_in.len() * tops_out.len()).max(1) as f64
}

/// The largest F1 over all thresholds on the sums of `pairs`.
fn best_f1(mut pairs: Vec<(f32, bool)>, relevant_total: usize) -> f64 {
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut hits = 0;
    let f1 = pairs.iter().enumerate().map(|(place, (_, relevant))| {
        hits += usize::from(*relevant);
        2.0 * hits as f64 / (place + 1 + relevant_total) as f64
    });
    f1.fold(0.0, f64::max)
}

fn sorted(grades: &[u8]) -> impl Iterator<Item = u8> {
    let mut grades = grades.to_vec();
    grades.sort_unstable_by(|a, b| b.cmp(a));
    grades.into_iter()
}

fn discounted(grades: impl Iterator<Item = u8>) -> f64 {
    grades
        .take(5)
        .enumerate()
        .map(|(place, grade)| f64::from((1 << grade) - 1) / libm::log2(place as f64 + 2.0))
        .sum()
}
