"""A few lines over time as one SVG file: panels one below the other, with one axis of minutes."""

WIDTH, PANEL, LEFT, TOP, GAP = 900, 150, 70, 40, 55
COLOURS = ["#2563a8", "#c2410c", "#4d7c0f"]


def nice_ceiling(value):
    for step in (1, 2, 5, 10):
        power = 10 ** len(str(int(value))) / 10
        if value <= step * power:
            return step * power
    return value


def panel(title, lines, minutes, top, limit):
    """One panel's SVG; `lines`: names and lists of (minute, value)."""
    right = WIDTH - 20
    highest = nice_ceiling(limit or max((v for _, points in lines for _, v in points), default=1) or 1)
    x = lambda minute: LEFT + (right - LEFT) * minute / max(minutes, 1e-9)
    y = lambda value: top + PANEL * (1 - min(value, highest) / highest)
    out = [f'<text x="{LEFT}" y="{top - 10}" class="title">{title}</text>']
    for part in (0, 0.5, 1):
        level = y(highest * part)
        out.append(f'<line x1="{LEFT}" x2="{right}" y1="{level:.1f}" y2="{level:.1f}" class="grid"/>')
        out.append(f'<text x="{LEFT - 8}" y="{level + 4:.1f}" class="tick" text-anchor="end">{highest * part:g}</text>')
    for index, (name, points) in enumerate(lines):
        path = " ".join(f"{x(m):.1f},{y(v):.1f}" for m, v in points)
        colour = COLOURS[index % len(COLOURS)]
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        label = right - 110 * (len(lines) - 1 - index)
        out.append(f'<text x="{label}" y="{top - 10}" class="tick" text-anchor="end" fill="{colour}">{name}</text>')
    return out


def svg(heading, panels, minutes):
    """`panels`: (title, lines, upper limit of the axis or None)."""
    height = TOP + len(panels) * (PANEL + GAP) + 10
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif">',
           "<style>.title{font-size:14px;font-weight:bold}.tick{font-size:12px}.grid{stroke:#ccc}</style>",
           f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
           f'<text x="{LEFT}" y="20" class="tick">{heading}</text>']
    for index, (title, lines, limit) in enumerate(panels):
        out += panel(title, lines, minutes, TOP + 25 + index * (PANEL + GAP), limit)
    bottom = height - 12
    for part in range(7):
        minute = minutes * part / 6
        place = LEFT + (WIDTH - 20 - LEFT) * part / 6
        out.append(f'<text x="{place:.1f}" y="{bottom}" class="tick" text-anchor="middle">{minute:.3g} min</text>')
    return "\n".join(out + ["</svg>"]) + "\n"
