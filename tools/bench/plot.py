"""How much of what each goal allows is used, as one SVG file of bars: legible on light and on dark."""

WIDTH, LEFT, RIGHT, ROW, TOP, FOOT = 900, 250, 150, 24, 62, 30
LONGEST = 2.0  # shares above are cut off; their figure is still told
STYLE = """
svg{font-family:sans-serif;font-size:13px}
.paper{fill:#ffffff}.text{fill:#1f2328}.faint{fill:#59636e}.line{stroke:#1f2328}
.reached{fill:#1a7f5a}.missed{fill:#c2410c}.reference{stroke:#8250df;stroke-width:3}
@media(prefers-color-scheme:dark){
.paper{fill:#0d1117}.text{fill:#e6edf3}.faint{fill:#9198a1}.line{stroke:#e6edf3}
.reached{fill:#3fb98a}.missed{fill:#f0883e}.reference{stroke:#c297ff}}
"""


def place(share: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * min(max(share, 0), LONGEST) / LONGEST


def bar(verdict, top: float) -> list:
    kind = "reached" if verdict.used <= 1 else "missed"
    middle = top + ROW / 2
    unit = " x" if verdict.goal.of_reference else f" {verdict.goal.unit}"
    measured = f"{verdict.measured:,.2f}{unit}" if verdict.measured < 1000 else f"{verdict.measured:,.0f}{unit}"
    out = [f'<text x="{LEFT - 8}" y="{middle + 4.5:.1f}" text-anchor="end" class="text">'
           f'{verdict.goal.scenario} {verdict.goal.what}</text>',
           f'<rect x="{LEFT}" y="{top + 4}" width="{place(verdict.used) - LEFT:.1f}" height="{ROW - 8}" class="{kind}"/>',
           f'<text x="{WIDTH - RIGHT + 8}" y="{middle + 4.5:.1f}" class="text">{measured.rstrip()}, {kind}</text>']
    mark = verdict.reference_used
    if mark is not None and mark <= LONGEST:
        x = place(mark)
        out.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top + 2}" y2="{top + ROW - 2}" class="reference"/>')
    return out


def svg(verdicts: list) -> str:
    height = TOP + ROW * len(verdicts) + FOOT
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
           "<title>papo's share of what each goal allows</title>", f"<style>{STYLE}</style>",
           f'<rect width="{WIDTH}" height="{height}" class="paper"/>',
           '<text x="16" y="24" class="text" font-weight="bold">Share of what each goal allows: '
           'shorter is better, up to the line it is reached</text>',
           '<text x="16" y="44" class="faint">The mark is the reference in the same run: the bare bound, or nginx for '
           'files; figures are x the reference, or absolute</text>']
    for index, verdict in enumerate(verdicts):
        out += bar(verdict, TOP + index * ROW)
    line = place(1)
    out.append(f'<line x1="{line:.1f}" x2="{line:.1f}" y1="{TOP - 6}" y2="{height - FOOT + 4}" class="line"/>')
    for share in (0, 0.5, 1, 1.5, 2):
        out.append(f'<text x="{place(share):.1f}" y="{height - 10}" text-anchor="middle" class="faint">{share:g}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"
