/* A plain fly-out loop: classical Runge-Kutta of one fixed step, the standard atmosphere by its formulas.

   The same model as the rounds of an engagement (engagement/_point_mass_kernel.py, _midcourse_kernel.py): thrust along
   the velocity, the generic drag curve, drag due to lift, a load limit, gravitation with J2, the rotating Earth; steering
   onto the lofted way once a step. Written as one would write it, without thought of speed. Compiled when the bench runs. */
#include <math.h>

enum { MASS, PROPELLANT, BOOST, THRUST, DELAY, AREA, DRAG, LOAD };
static const double A = 6378137.0, F = 1.0 / 298.257223563, MU = 3.986004418e14, J2 = 1.08262982e-3, OM = 7.292115e-5;
static const double G0 = 9.80665, SLOPE = 12.0, ATTACK = 0.45, DEFLECTION = 0.42;

static void air(double z, double *density, double *sound)
{
    static const double base[] = {0, 11e3, 20e3, 32e3, 47e3, 51e3, 71e3};
    static const double lapse[] = {-6.5e-3, 0, 1e-3, 2.8e-3, 0, -2.8e-3, -2e-3};
    static const double t0[] = {288.15, 216.65, 216.65, 228.65, 270.65, 270.65, 214.65};
    static const double p0[] = {101325.0, 22632.06397, 5474.888670, 868.0186848, 110.9063056, 66.93887312, 3.956420428};
    double h, t, p, over = 0.0;
    int i = 6;
    if (z > 86e3) { over = z - 86e3; z = 86e3; }
    h = 6356766.0 * z / (6356766.0 + z);
    while (i > 0 && h < base[i]) i--;
    t = t0[i] + lapse[i] * (h - base[i]);
    if (lapse[i] == 0.0) p = p0[i] * exp(-0.0341631947 * (h - base[i]) / t0[i]);
    else p = p0[i] * pow(t0[i] / t, 0.0341631947 / lapse[i]);
    if (over > 0.0) p *= exp(-0.0341631947 * over / t);
    *density = p / (287.05287 * t);
    *sound = sqrt(1.4 * 287.05287 * t);
}

static double drag_coefficient(double mach)
{
    static const double m[] = {0, .8, .9, 1, 1.1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8};
    static const double c[] = {.3, .3, .33, .45, .53, .52, .48, .41, .36, .32, .265, .235, .22, .2};
    int i = 0;
    if (mach >= 8.0) return 0.2;
    while (mach > m[i + 1]) i++;
    return c[i] + (c[i + 1] - c[i]) * (mach - m[i]) / (m[i + 1] - m[i]);
}

static double height(const double *x)
{
    double across2 = x[0] * x[0] + x[1] * x[1], r2 = across2 + x[2] * x[2], b = A * (1.0 - F), e2 = F * (2.0 - F);
    return sqrt(r2) - b / sqrt(1.0 - e2 * across2 / r2);
}

static double burnt(const double *p, double t)
{
    double share = (t - p[DELAY]) / p[BOOST];
    return share < 0.0 ? 0.0 : share > 1.0 ? 1.0 : share;
}

static void rates(const double *p, double t, const double *s, const double *command, double *out)
{
    const double *v = s + 3;
    double mass = p[MASS] - p[PROPELLANT] * burnt(p, t);
    double thrust = t >= p[DELAY] && t < p[DELAY] + p[BOOST] ? p[THRUST] : 0.0;
    double density, sound, v2 = v[0] * v[0] + v[1] * v[1] + v[2] * v[2], speed = sqrt(v2);
    double r2 = s[0] * s[0] + s[1] * s[1] + s[2] * s[2], pull = MU / (r2 * sqrt(r2));
    double oblate = 1.5 * J2 * A * A / r2, polar = 5.0 * s[2] * s[2] / r2;
    double asked, turn, side, forward, lift, available, area, along, dot, p0[3], length;
    int i;
    air(height(s), &density, &sound);
    out[3] = -pull * (1.0 + oblate * (1.0 - polar)) * s[0] + OM * OM * s[0] + 2.0 * OM * v[1];
    out[4] = -pull * (1.0 + oblate * (1.0 - polar)) * s[1] + OM * OM * s[1] - 2.0 * OM * v[0];
    out[5] = -pull * (1.0 + oblate * (3.0 - polar)) * s[2];
    asked = sqrt(command[0] * command[0] + command[1] * command[1] + command[2] * command[2]);
    available = (0.5 * density * v2 * p[AREA] * SLOPE * ATTACK + thrust * DEFLECTION) / mass;
    if (available > p[LOAD] * G0) available = p[LOAD] * G0;
    turn = asked < available ? asked : available;
    side = thrust * DEFLECTION / mass;
    if (side > turn) side = turn;
    forward = thrust / mass;
    forward = sqrt(forward * forward - side * side > 0.0 ? forward * forward - side * side : 0.0);
    lift = turn - side;
    area = 0.5 * density * v2 * p[AREA];
    along = forward - area * drag_coefficient(speed / sound) * p[DRAG] / mass;
    if (lift > 0.0 && area > 0.0) along -= mass * lift * lift / (area * SLOPE);
    for (i = 0; i < 3; i++) { out[i] = v[i]; out[3 + i] += along * v[i] / speed; }
    if (turn > 0.0) {
        dot = (command[0] * v[0] + command[1] * v[1] + command[2] * v[2]) / v2;
        for (i = 0; i < 3; i++) p0[i] = command[i] - dot * v[i];
        length = sqrt(p0[0] * p0[0] + p0[1] * p0[1] + p0[2] * p0[2]);
        if (length > 1e-9) for (i = 0; i < 3; i++) out[3 + i] += turn * p0[i] / length;
    }
}

static void steer(const double *p, double t, const double *s, const double *goal, double loft, double from, double *out)
{
    const double *v = s + 3;
    double d[3], u[3], n[3], w[3], e[3], distance, radius, rise = 0.0, across, above, speed, along = 0.0, gain, bend, side;
    int i;
    for (i = 0; i < 3; i++) d[i] = goal[i] - s[i];
    distance = sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
    radius = sqrt(s[0] * s[0] + s[1] * s[1] + s[2] * s[2]);
    speed = sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    for (i = 0; i < 3; i++) { d[i] /= distance; u[i] = s[i] / radius; rise += d[i] * u[i]; }
    for (i = 0; i < 3; i++) n[i] = u[i] - rise * d[i];
    across = sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
    if (across < 1e-6) across = 1e-6;
    above = loft * (distance < from ? distance / from : 1.0);
    for (i = 0; i < 3; i++) { n[i] /= across; w[i] = cos(above) * d[i] + sin(above) * n[i]; along += w[i] * v[i]; }
    along /= speed * speed;
    for (i = 0; i < 3; i++) e[i] = w[i] - along * v[i];
    side = sqrt(e[0] * e[0] + e[1] * e[1] + e[2] * e[2]);
    if (t < p[DELAY] + p[BOOST]) {
        gain = (along > 0.0 ? side : 1.0) / 0.5;
        gain = speed * (gain < 0.6 ? gain : 0.6) / (side > 1e-9 ? side : 1e-9);
    } else gain = speed / 1.5;
    bend = 2.0 * speed * speed * loft / from;
    for (i = 0; i < 3; i++) out[i] = gain * e[i] + G0 * u[i] - bend * n[i];
}

/* Fly from start to goal; returns steps taken, with time and speed at closest approach; -1 if it never came near. */
long fly_out(const double *p, const double *start, const double *goal, double loft, double dt, double *time, double *speed)
{
    double s[6], k[4][6], q[6], command[3], before[3], after[3], d[3], from = 0.0, d2, share, t = 0.0;
    long steps = 0;
    int i;
    for (i = 0; i < 6; i++) s[i] = start[i];
    for (i = 0; i < 3; i++) from += (goal[i] - s[i]) * (goal[i] - s[i]);
    from = sqrt(from);
    while (t < 600.0) {
        for (i = 0; i < 3; i++) before[i] = goal[i] - s[i];
        *speed = sqrt(s[3] * s[3] + s[4] * s[4] + s[5] * s[5]);
        steer(p, t, s, goal, loft, from, command);
        rates(p, t, s, command, k[0]);
        for (i = 0; i < 6; i++) q[i] = s[i] + 0.5 * dt * k[0][i];
        rates(p, t + 0.5 * dt, q, command, k[1]);
        for (i = 0; i < 6; i++) q[i] = s[i] + 0.5 * dt * k[1][i];
        rates(p, t + 0.5 * dt, q, command, k[2]);
        for (i = 0; i < 6; i++) q[i] = s[i] + dt * k[2][i];
        rates(p, t + dt, q, command, k[3]);
        for (i = 0; i < 6; i++) s[i] += dt / 6.0 * (k[0][i] + 2.0 * k[1][i] + 2.0 * k[2][i] + k[3][i]);
        steps++;
        for (i = 0; i < 3; i++) { after[i] = goal[i] - s[i]; d[i] = after[i] - before[i]; }
        d2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
        share = -(before[0] * d[0] + before[1] * d[1] + before[2] * d[2]) / d2;
        if (share < 1.0 && t > p[DELAY] + 1.0) {
            if (share < 0.0) share = 0.0;
            *time = t + share * dt;
            return steps;
        }
        t += dt;
    }
    return -1;
}

/* One round of n after the other, one step each, `steps` times: all of them live at once. */
void step_all(const double *p, double *states, const double *goals, const double *froms, double loft, double t, double dt,
              long n, long steps)
{
    double k[4][6], q[6], command[3];
    long round, step;
    int i;
    for (step = 0; step < steps; step++, t += dt)
        for (round = 0; round < n; round++) {
            double *s = states + 6 * round;
            steer(p, t, s, goals + 3 * round, loft, froms[round], command);
            rates(p, t, s, command, k[0]);
            for (i = 0; i < 6; i++) q[i] = s[i] + 0.5 * dt * k[0][i];
            rates(p, t + 0.5 * dt, q, command, k[1]);
            for (i = 0; i < 6; i++) q[i] = s[i] + 0.5 * dt * k[1][i];
            rates(p, t + 0.5 * dt, q, command, k[2]);
            for (i = 0; i < 6; i++) q[i] = s[i] + dt * k[2][i];
            rates(p, t + dt, q, command, k[3]);
            for (i = 0; i < 6; i++) s[i] += dt / 6.0 * (k[0][i] + 2.0 * k[1][i] + 2.0 * k[2][i] + k[3][i]);
        }
}
